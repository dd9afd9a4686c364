/**
 * Songs as they are heard: a feed of each, which grows while the song is composed and whole when it is.
 * Knows the service's notes and events. Does not know who listens, nor how anything sounds or looks.
 */

import type { Playable } from "../audio/playback"
import type { Role } from "../music/roles"
import {
  type Instrument,
  NO_NOTES,
  type NoteRow,
  type Score,
  type ScoreFeed,
  type Tempo,
  withNotes,
} from "../music/score"
import { answer, client, mp3Url, type Song, Unreachable } from "./client"
import type { components } from "./schema.gen"

/** `openapi-fetch` takes a tuple for any list of numbers. */
type NotesOut = Omit<components["schemas"]["NotesOut"], "notes" | "tempos"> & {
  readonly notes: readonly (readonly number[])[]
  readonly tempos: readonly (readonly number[])[]
}

/** What an event says before the first note, and again when it changes. */
type Frame = {
  readonly meter: string
  readonly bar_steps: number
  readonly steps_per_beat: number
  readonly tempos: readonly (readonly [number, number])[]
  readonly mix: Readonly<Record<string, Instrument>>
  readonly bars_total: number | null
}

type Bars = {
  readonly bars_done: number
  readonly bars_total: number | null
  readonly notes: readonly NoteRow[]
}

export type Feeds = {
  /** The feed of a song, the same one for as long as anyone listens to it. */
  of(song: Pick<Song, "id" | "status">): ScoreFeed
}

/** How long after the last listener a song is still listened to: a page that is left and entered again. */
const LINGER_MS = 10_000
const RETRY_MS = 1_000

type Told = (song: Song) => void

/** All feeds of a page; `told` hears of each song that has become another. */
export function createFeeds(told: Told = () => {}): Feeds {
  const open = new Map<string, ScoreFeed>()
  return {
    of({ id, status }) {
      const present = open.get(id)
      if (present) return present
      const close = () => open.delete(id)
      const feed = status === "ready" ? written(id, close) : live(id, told, close)
      open.set(id, feed)
      return feed
    },
  }
}

/** What a player plays of a song. */
export function playableOf(song: Pick<Song, "id" | "title" | "status">, feeds: Feeds): Playable {
  const mp3 = song.status === "ready" ? mp3Url(song.id) : null
  return { id: song.id, title: song.title, feed: feeds.of(song), mp3 }
}

/** The score that notes of the service say. */
export function scoreOf(notes: NotesOut): Score {
  const [beats = 4, unit = 4] = notes.meter.split("/").map(Number)
  return {
    notes: withNotes(NO_NOTES, notes.notes as unknown as NoteRow[]),
    meter: notes.meter,
    barSteps: (beats * notes.steps_per_beat * 4) / unit,
    stepsPerBeat: notes.steps_per_beat,
    tempos: notes.tempos.map(tempo),
    mix: notes.mix as Record<Role, Instrument>,
    bars: notes.bars,
    barsTotal: notes.bars,
    complete: true,
  }
}

/** A score that never changes, as a feed. */
export function constantFeed(score: Score): ScoreFeed {
  return { get: () => score, subscribe: () => () => {} }
}

/** A feed that works while somebody listens, and a while longer. */
function feedOf(begin: (set: (score: Score) => void) => () => void, close: () => void): ScoreFeed {
  let score: Score | null = null
  let end: (() => void) | null = null
  let lingering = 0
  const listeners = new Set<() => void>()
  const set = (next: Score) => {
    score = next
    for (const listen of listeners) listen()
  }
  return {
    get: () => score,
    subscribe(listen) {
      clearTimeout(lingering)
      listeners.add(listen)
      end ??= begin(set)
      return () => {
        listeners.delete(listen)
        if (listeners.size === 0)
          lingering = window.setTimeout(() => {
            end?.()
            end = null
            close()
          }, LINGER_MS)
      }
    },
  }
}

/** The notes of a song that is ready, as they are heard. */
function written(id: string, close: () => void): ScoreFeed {
  return feedOf((set) => {
    let retry = 0
    const ask = () => {
      const params = { path: { song_id: id }, query: { performed: true } }
      answer(client.GET("/api/songs/{song_id}/notes", { params })).then(
        (notes) => set(scoreOf(notes)),
        (problem) => {
          if (problem instanceof Unreachable) retry = window.setTimeout(ask, RETRY_MS)
        },
      )
    }
    ask()
    return () => clearTimeout(retry)
  }, close)
}

/** The notes of a song as they are composed, and heard. Where the line breaks it goes on from the last bar heard. */
function live(id: string, told: Told, close: () => void): ScoreFeed {
  return feedOf((set) => {
    let score: Score | null = null
    let source: EventSource | null = null
    let retry = 0
    let over = false

    const tell = (next: Score) => {
      score = next
      set(next)
    }
    const heard = (event: MessageEvent<string>) => {
      const bars: Bars = JSON.parse(event.data)
      if (score && bars.bars_done > score.bars) tell(withBars(score, bars))
    }
    const ended = (event: MessageEvent<string>) => {
      over = true
      source?.close()
      if (score) tell({ ...score, complete: true })
      if (event.type !== "gone") told(JSON.parse(event.data))
    }
    const connect = () => {
      source = new EventSource(`/api/songs/${encodeURIComponent(id)}/events?performed=true`)
      source.addEventListener("frame", (event: MessageEvent<string>) => {
        tell(framed(score, JSON.parse(event.data)))
      })
      source.addEventListener("bars", heard)
      source.addEventListener("changed", (event: MessageEvent<string>) => {
        told(JSON.parse(event.data))
      })
      for (const end of ["ready", "failed", "gone"]) source.addEventListener(end, ended)
      source.onerror = () => {
        // a browser comes back by itself from a broken line, but not from a refusal
        if (over || source?.readyState !== EventSource.CLOSED) return
        retry = window.setTimeout(connect, RETRY_MS)
      }
    }
    connect()
    return () => {
      source?.close()
      clearTimeout(retry)
    }
  }, close)
}

function framed(score: Score | null, frame: Frame): Score {
  return {
    notes: score?.notes ?? NO_NOTES,
    meter: frame.meter,
    barSteps: frame.bar_steps,
    stepsPerBeat: frame.steps_per_beat,
    tempos: frame.tempos.map(tempo),
    mix: frame.mix as Record<Role, Instrument>,
    bars: score?.bars ?? 0,
    barsTotal: frame.bars_total,
    complete: false,
  }
}

/** The score with more bars; of those that are told again, as after a broken line, nothing: no note
 * begins before its bar. */
function withBars(score: Score, { bars_done, bars_total, notes }: Bars): Score {
  const begins = score.bars * score.barSteps
  const news = notes.filter(([onset]) => onset >= begins)
  return {
    ...score,
    notes: withNotes(score.notes, news),
    bars: bars_done,
    barsTotal: bars_total,
  }
}

function tempo([step = 0, bpm = 120]: readonly number[]): Tempo {
  return { step, bpm }
}
