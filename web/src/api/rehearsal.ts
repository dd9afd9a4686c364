/** For tests: songs as the service tells of them, built in a line, and a service that is a table. */
import type { NoteRow } from "../music/score"
import type { Song } from "./client"

/** A song of 64 bars of pop that is ready, but for what is said. */
export function songOf(part: Partial<Song> = {}, recipe: Partial<Song["recipe"]> = {}): Song {
  return {
    id: "1",
    title: "Amber Harbour",
    status: "ready",
    recipe: { ...ANY, ...recipe },
    created: new Date(2026, 0, 1).toISOString(),
    style: "pop",
    key: "A minor",
    favourite: false,
    parent: null,
    verb: null,
    bars_done: 64,
    bars_total: 64,
    seconds: 128,
    bpm: 120,
    meter: "4/4",
    notes: 900,
    delivered: null,
    preview: null,
    model: "1",
    error: null,
    ...part,
  }
}

const ANY: Song["recipe"] = {
  bars: 64,
  seconds: null,
  ending: true,
  start: "pop",
  start_at: null,
  start_bars: null,
  keep_start: true,
  redo: null,
  redo_bars: null,
  seed: 1,
  drums: 1,
  bass: 1,
  chords: 1,
  lead: 1,
  tempo: null,
  meter: null,
  key: null,
  progression: null,
  ranges: null,
  voices: null,
  form: "",
  repetition: 1,
  changes: null,
  best_of: 1,
  temperature: 1,
  top_p: 0.97,
  palette: null,
  instruments: null,
  swing: 0,
  humanise: 0,
}

const ON_ITS_WAY = { seconds: null, bpm: null, key: null, preview: null, delivered: null }

export function composing(part: Partial<Song> = {}): Song {
  return songOf({ ...ON_ITS_WAY, status: "composing", bars_done: 3, ...part })
}

/** So many songs, the newest first: `Song 5`, `Song 4`, and so on. */
export function manySongs(count: number): Song[] {
  return Array.from({ length: count }, (_, at) => {
    const number = count - at
    const created = new Date(2026, 0, 1, 0, number).toISOString()
    return songOf({ id: `${number}`, title: `Song ${number}`, created })
  })
}

/** A service for as long as a test lasts. What it refuses it refuses in a sentence. */
export class Service {
  songs: Song[] = []
  deleted: Song[] = []
  readonly asked: string[] = []
  refusal: string | null = null
  isGone = false

  readonly fetch = async (request: Request): Promise<Response> => {
    if (this.isGone) throw new TypeError("Failed to fetch")
    const url = new URL(request.url)
    this.asked.push(`${request.method} ${url.pathname}${url.search}`)
    if (this.refusal && request.method !== "GET")
      return Response.json({ detail: this.refusal }, { status: 409 })
    if (url.pathname === "/api/starters") return Response.json([])
    const [, , kind, id, what] = url.pathname.split("/")
    if (kind !== "songs") return Response.json({ detail: "Not now." }, { status: 503 })
    if (!id) return request.method === "GET" ? this.page(url.searchParams) : this.begin({})
    return this.one(request, id, what)
  }

  private page(asked: URLSearchParams): Response {
    const from = Number(asked.get("cursor") ?? 0)
    const to = from + Number(asked.get("limit"))
    const all = asked.get("deleted") === "true" ? this.deleted : this.songs
    const found = all.filter(
      ({ title, favourite }) =>
        title.toLowerCase().includes(asked.get("search")?.toLowerCase() ?? "") &&
        (asked.get("favourites") !== "true" || favourite),
    )
    if (asked.get("sort") === "title") found.sort((a, b) => a.title.localeCompare(b.title))
    const next = to < found.length ? `${to}` : null
    return Response.json({ songs: found.slice(from, to), next, total: found.length })
  }

  private begin(part: Partial<Song>): Response {
    const song = composing({
      id: `new-${this.asked.length}`,
      title: "Paper Tide",
      created: new Date().toISOString(),
      ...part,
    })
    this.songs = [song, ...this.songs]
    return Response.json(song, { status: 202 })
  }

  private async one(request: Request, id: string, what: string | undefined): Promise<Response> {
    if (what === "restore") return this.move(id, "deleted", "songs")
    if (request.method === "DELETE") {
      this.move(id, "songs", "deleted")
      return new Response(null, { status: 204 })
    }
    if (request.method === "PATCH") {
      const edit = await request.json()
      this.songs = this.songs.map((song) => (song.id === id ? { ...song, ...edit } : song))
    }
    if (request.method === "POST" && what) return this.begin({ parent: id, verb: "variation" })
    const song = this.songs.find((each) => each.id === id)
    if (song) return Response.json(song)
    return Response.json({ detail: `There is no song ${id}.` }, { status: 404 })
  }

  private move(id: string, from: "songs" | "deleted", to: "songs" | "deleted"): Response {
    const song = this[from].find((each) => each.id === id)
    this[from] = this[from].filter((each) => each.id !== id)
    if (song) this[to] = [song, ...this[to]]
    return Response.json(song)
  }
}

const SOUND = { program: 0, volume: 100, pan: 64 }

/** Notes as the service tells them, in 4/4 at 120 beats a minute. */
export function notesOf(notes: readonly NoteRow[], bars: number) {
  return {
    bpm: 120,
    meter: "4/4",
    steps_per_beat: 12,
    tempos: [[0, 120]],
    bars,
    programs: {},
    mix: { drums: SOUND, bass: SOUND, chords: SOUND, lead: SOUND },
    notes,
  }
}
