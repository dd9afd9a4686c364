/**
 * What the tests of this folder stand on: songs and scores, a service that is a table, a line that tells.
 */
import { screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { vi } from "vitest"
import type { Song } from "../../api/client"
import { songOf as anySong, notesOf } from "../../api/rehearsal"
import type { Playback } from "../../audio/playback"
import { growingFeed, silentPlayer } from "../../audio/rehearsal"
import { scoreOf } from "../../music/rehearsal"
import type { NoteRow, Score } from "../../music/score"
import { show } from "../../ui/rehearsal"
import { SongPage } from "./SongPage"

/** So many bars of 4/4 at 120 beats a minute, a note of each role in each. */
export function scoreOfBars(bars: number): Score {
  return scoreOf(rowsOf(bars), { bars, barsTotal: bars })
}

function rowsOf(bars: number): NoteRow[] {
  return Array.from({ length: bars * 4 }, (_, at) => {
    return [Math.floor(at / 4) * 48, at % 4, 40 + at, 12, 90]
  })
}

/** A short song that is ready, with what each role played of what was asked. */
export function songOf(part: Partial<Song> = {}, recipe: Partial<Song["recipe"]> = {}): Song {
  const length = { bars_done: 8, bars_total: 8, seconds: 16, notes: 32 }
  return anySong({ ...length, delivered: DELIVERED, ...part }, recipe)
}

const DELIVERED = {
  drums: { notes: 12, share: 0.4, asked: 1, delivered: 1 },
  bass: { notes: 8, share: 0.25, asked: 1, delivered: 0.8 },
  chords: { notes: 8, share: 0.25, asked: 2, delivered: 1.9 },
  lead: { notes: 4, share: 0.1, asked: 0.5, delivered: 1 },
}

type Asked = { readonly method: string; readonly path: string; readonly body: unknown }

/** A service with these songs, that makes whatever is asked of it, and remembers what that was. */
export function serviceWith(...songs: Song[]) {
  const there = new Map(songs.map((song) => [song.id, song]))
  const deleted = new Map<string, Song>()
  const asked: Asked[] = []

  function answerTo(method: string, path: string, body: unknown): Response {
    const [, , kind, id = "", verb] = path.split("/")
    const song = there.get(id)
    if (kind === "starters") return Response.json([])
    if (!id && method === "GET")
      return Response.json({ songs: [...deleted.values()], next: null, total: deleted.size })
    if (verb === "restore" || (!id && method === "POST") || (song && isVerb(verb))) {
      const made =
        deleted.get(id) ?? songOf({ id: "made", title: "Paper Tide", parent: id || null })
      there.set(made.id, made)
      return Response.json(made)
    }
    if (!song) return Response.json({ detail: "There is no such song." }, { status: 404 })
    if (method === "PATCH") there.set(id, { ...song, ...(body as Partial<Song>) })
    if (verb === "stop") there.set(id, { ...song, status: "ready", bars_total: song.bars_done })
    if (verb === "notes") return Response.json(notesOf(rowsOf(song.bars_done), song.bars_done))
    if (method === "DELETE") {
      there.delete(id)
      deleted.set(id, song)
      return new Response(null, { status: 204 })
    }
    return Response.json(there.get(id))
  }

  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname
    const body = await request.json().catch(() => null)
    if (request.method !== "GET") asked.push({ method: request.method, path, body })
    return answerTo(request.method, path, body)
  })
  return { asked, there, deleted }
}

function isVerb(verb: string | undefined): boolean {
  return ["variation", "continue", "redo"].includes(verb ?? "")
}

/** An event source that says what a test has it say. */
export class Line extends EventTarget {
  static readonly CLOSED = 2
  static last: Line | null = null
  readyState = 1
  onerror = null
  constructor(readonly url: string) {
    super()
    Line.last = this
  }
  close() {
    this.readyState = Line.CLOSED
  }
  say(kind: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }))
  }
}

export function openSong(id: string, player = silentPlayer({}, 16)) {
  const onLeave = vi.fn()
  return { ...show(<SongPage id={id} onLeave={onLeave} />, player), onLeave }
}

export function prepareSong() {
  vi.stubGlobal("EventSource", Line)
  HTMLCanvasElement.prototype.getContext = () => null
  history.replaceState(null, "", "/songs/1")
}

export function endSong() {
  vi.unstubAllGlobals()
}

export const button = (name: string | RegExp) => screen.findByRole("button", { name })
export const press = async (name: string | RegExp) => userEvent.click(await button(name))

/** What a player says that plays this song. */
export const playing = (id: string): Partial<Playback> => ({
  song: { id, title: "", mp3: null, feed: growingFeed() },
  state: "playing",
})
