/**
 * A song's notes as columns of numbers, and what holds for all of them. A score grows while its song is
 * composed: the columns only ever get longer, so who drew or played some of them goes on from there.
 * Knows grid steps. Knows no seconds (`time.ts`), no sounds and no pictures.
 */
import { ROLES, type Role } from "./roles"

/** The columns of so many notes, by onset. Never read past `count`: there is room for more. */
export type Notes = {
  readonly count: number
  /** Grid steps from the beginning; fractions where a song swings. */
  readonly onset: Float64Array
  readonly duration: Float64Array
  /** Index into `ROLES`. */
  readonly role: Uint8Array
  readonly pitch: Uint8Array
  readonly velocity: Uint8Array
}

/** From this grid step on, so many beats a minute. */
export type Tempo = { readonly step: number; readonly bpm: number }

/** How a role sounds: General MIDI program, and volume and pan as controllers, 0 to 127. */
export type Instrument = {
  readonly program: number
  readonly volume: number
  readonly pan: number
}

export type Score = {
  readonly notes: Notes
  readonly meter: string
  readonly barSteps: number
  readonly stepsPerBeat: number
  /** By step; the first is at 0. */
  readonly tempos: readonly Tempo[]
  readonly mix: Readonly<Record<Role, Instrument>>
  /** Bars whose notes are all there. */
  readonly bars: number
  /** How many there will be; null for a song without end. */
  readonly barsTotal: number | null
  /** Whether no more notes come. */
  readonly complete: boolean
}

/** A score that may still grow: always the latest one, and who wants to hear of the next. */
export type ScoreFeed = {
  /** Null while nothing is known of the song yet. */
  get(): Score | null
  /** Calls back after each change, until what it returns is called. */
  subscribe(listen: () => void): () => void
}

/** A note as the service tells it: onset, role, pitch, duration, velocity. */
export type NoteRow = readonly [number, number, number, number, number]

const FIRST_ROOM = 1024

export const NO_NOTES: Notes = columns(0)

/** The notes with some more after them. Columns are shared: only the longest list may be added to. */
export function withNotes(notes: Notes, rows: readonly NoteRow[]): Notes {
  const grown = roomFor(notes, notes.count + rows.length)
  rows.forEach(([onset, role, pitch, duration, velocity], row) => {
    const at = notes.count + row
    grown.onset[at] = onset
    grown.duration[at] = duration
    grown.role[at] = role
    grown.pitch[at] = pitch
    grown.velocity[at] = velocity
  })
  return { ...grown, count: notes.count + rows.length }
}

/** The index of the first note at or after a step. */
export function firstFrom({ onset, count }: Notes, step: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((onset[middle] ?? 0) < step) low = middle + 1
    else high = middle
  }
  return low
}

export function roleAt(notes: Notes, index: number): Role {
  return ROLES[notes.role[index] ?? 0] ?? "drums"
}

function columns(room: number): Notes {
  return {
    count: 0,
    onset: new Float64Array(room),
    duration: new Float64Array(room),
    role: new Uint8Array(room),
    pitch: new Uint8Array(room),
    velocity: new Uint8Array(room),
  }
}

function roomFor(notes: Notes, count: number): Notes {
  if (count <= notes.onset.length) return notes
  const larger = columns(Math.max(FIRST_ROOM, count, 2 * notes.onset.length))
  for (const name of ["onset", "duration", "role", "pitch", "velocity"] as const)
    larger[name].set(notes[name].subarray(0, notes.count))
  return larger
}
