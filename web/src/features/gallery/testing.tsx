/**
 * What the tests of this folder stand on: songs, a service that is a table, a player that makes no
 * sound, and the gallery between them.
 */
import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { render } from "@testing-library/react"
import type { Song } from "../../api/client"
import { createFeeds } from "../../api/feeds"
import { createQueries } from "../../api/queries"
import { rememberSong } from "../../api/songs"
import { createMidiOut } from "../../audio/midiOut"
import { createMixer } from "../../audio/mixer"
import type { Playable, Playback, Player } from "../../audio/playback"
import { FeedsProvider } from "../../ui/feeds"
import { NoticesProvider } from "../../ui/notices"
import { PlayerProvider } from "../../ui/playback"
import { theme } from "../../ui/theme"
import { Gallery } from "./Gallery"

const ON_ITS_WAY = { seconds: null, bpm: null, key: null, preview: null, delivered: null }

export function songOf(part: Partial<Song> = {}, recipe: Partial<Song["recipe"]> = {}): Song {
  const levels = { drums: 1, bass: 1, chords: 1, lead: 1 }
  const from = { start: "pop", start_at: null, start_bars: null, keep_start: true, seed: 1 }
  const bounds = { meter: null, key: null, progression: null, ranges: null, voices: null }
  const shape = { form: "", repetition: 1, ending: true, redo: null, redo_bars: null }
  const played = { palette: null, instruments: null, swing: 0, humanise: 0, changes: null }
  const sampling = { tempo: null, temperature: 1, top_p: 0.97, best_of: 1 }
  const length = { bars: 64, seconds: null }
  return {
    id: "1",
    title: "Amber Harbour",
    status: "ready",
    recipe: {
      ...length,
      ...levels,
      ...from,
      ...bounds,
      ...shape,
      ...played,
      ...sampling,
      ...recipe,
    },
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
    const [, , , id, what] = url.pathname.split("/")
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
      id: `new ${this.asked.length}`,
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

const IDLE: Playback = {
  song: null,
  state: "idle",
  seconds: 0,
  loop: null,
  volume: 1,
  problem: null,
  engine: "synth",
}

/** A player that does as it is told, and whose time stands still. */
function silentPlayer(): Player {
  let playback = IDLE
  let seconds = 0
  const listeners = new Set<() => void>()
  const set = (change: Partial<Playback>) => {
    playback = { ...playback, ...change }
    for (const listen of listeners) listen()
  }
  const nothing = () => {}
  return {
    get: () => playback,
    subscribe(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    position: () => seconds,
    play(song: Playable, from = 0) {
      seconds = from
      set({ song, state: "playing", seconds: 128 })
    },
    pause: () => set({ state: "paused" }),
    toggle: () => set({ state: playback.state === "playing" ? "paused" : "playing" }),
    stop: () => set(IDLE),
    seek(to) {
      seconds = to
      set({})
    },
    warm: nothing,
    unlock: nothing,
    renew: nothing,
    loop: nothing,
    setVolume: nothing,
    mixer: createMixer(),
    midiOut: createMidiOut(null),
    silentSwitch: false,
    levels: () => ({ drums: 0, bass: 0, chords: 0, lead: 0 }),
  }
}

export function openGallery(address = "/") {
  history.replaceState(null, "", address)
  const queries = createQueries()
  const feeds = createFeeds((song) => rememberSong(queries, song))
  const player = silentPlayer()
  const { container } = render(
    <MantineProvider theme={theme}>
      <QueryClientProvider client={queries}>
        <FeedsProvider feeds={feeds}>
          <PlayerProvider player={player}>
            <NoticesProvider>
              <main>
                <Gallery />
              </main>
            </NoticesProvider>
          </PlayerProvider>
        </FeedsProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { queries, player, container }
}
