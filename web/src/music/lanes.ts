/**
 * Where the notes of a song lie on a piano roll: pitches in rows, and the drums in a lane of their own.
 * Knows pitches, drums and pixels. Knows no canvas, no colours and no events.
 */
import { type Steps, type View, xOf } from "./geometry"
import { firstFrom, type Notes } from "./score"

/** From the top: those of the cymbals, then the drums, the deepest last. */
const DRUM_KINDS = ["crash", "ride", "hats", "percussion", "toms", "snare", "kick"] as const

export type DrumKind = (typeof DRUM_KINDS)[number]

/** By their keys in the General MIDI drum map; all others are percussion. */
const DRUM_KEYS: Readonly<Record<DrumKind, readonly number[]>> = {
  crash: [49, 52, 55, 57],
  ride: [51, 53, 59],
  hats: [42, 44, 46],
  percussion: [],
  toms: [41, 43, 45, 47, 48, 50],
  snare: [37, 38, 39, 40],
  kick: [35, 36],
}
const KIND_OF_KEY = Uint8Array.from({ length: 128 }, (_, key) => {
  const kind = DRUM_KINDS.findIndex((name) => DRUM_KEYS[name].includes(key))
  return kind < 0 ? DRUM_KINDS.indexOf("percussion") : kind
})
const BASIC_KINDS: readonly DrumKind[] = ["hats", "snare", "kick"]

export function drumKind(key: number): DrumKind {
  return DRUM_KINDS[KIND_OF_KEY[key] ?? 0] ?? "percussion"
}

/** What holds for all notes so far, and has to be known to draw any of them. */
export type Survey = {
  readonly count: number
  readonly lowest: number
  readonly highest: number
  /** The longest duration, in steps. */
  readonly longest: number
  readonly drums: ReadonlySet<DrumKind>
}

export const NOTHING_SEEN: Survey = {
  count: 0,
  lowest: 127,
  highest: 0,
  longest: 0,
  drums: new Set(),
}

/** The survey with the notes that came since. */
export function surveyed(seen: Survey, notes: Notes): Survey {
  let { lowest, highest, longest } = seen
  const drums = new Set(seen.drums)
  for (let at = seen.count; at < notes.count; at++) {
    const pitch = notes.pitch[at] ?? 0
    longest = Math.max(longest, notes.duration[at] ?? 0)
    if (notes.role[at] === 0) drums.add(drumKind(pitch))
    else [lowest, highest] = [Math.min(lowest, pitch), Math.max(highest, pitch)]
  }
  return { count: notes.count, lowest, highest, longest, drums }
}

/** The first of the notes that may sound between two steps, and the first after them. */
export function between(notes: Notes, [from, to]: Steps, longest: number): Steps {
  return [firstFrom(notes, from - longest), firstFrom(notes, to)]
}

/** The lowest pitch, and the one above the highest; fractions while one range becomes another. */
export type Range = { readonly low: number; readonly high: number }

const MIDDLE: Range = { low: 36, high: 84 }
const FEWEST_SEMITONES = 36
const MARGIN = 2
/** A range grows by half octaves: seldom, while a song is composed. */
const HALF_OCTAVE = 6

/** What pitches to show: while a song grows, at least the middle of the keyboard; then its own. */
export function pitchRange({ lowest, highest }: Survey, complete: boolean): Range {
  if (!complete || lowest > highest) {
    const low = Math.floor((lowest - MARGIN) / HALF_OCTAVE) * HALF_OCTAVE
    const high = Math.ceil((highest + 1 + MARGIN) / HALF_OCTAVE) * HALF_OCTAVE
    return { low: Math.min(MIDDLE.low, low), high: Math.max(MIDDLE.high, high) }
  }
  const span = highest + 1 - lowest + 2 * MARGIN
  const lack = Math.max(0, FEWEST_SEMITONES - span)
  const low = lowest - MARGIN - Math.ceil(lack / 2)
  return { low, high: low + span + lack }
}

/** The drums that have a row: those that are played, and at least the three that any song has. */
export function drumRows({ drums }: Survey, complete: boolean): readonly DrumKind[] {
  if (complete && drums.size === 0) return []
  return DRUM_KINDS.filter((kind) => drums.has(kind) || BASIC_KINDS.includes(kind))
}

/** Heights in pixels from the top: the pitched notes, then the drums. */
export type Lanes = {
  readonly top: number
  readonly range: Range
  /** The height of a semitone. */
  readonly row: number
  readonly drumsTop: number
  readonly drumRow: number
  readonly drums: readonly DrumKind[]
  /** Of all that is drawn, with what lies above and below the lanes. */
  readonly height: number
}

export type Room = {
  readonly height: number
  /** Where the lanes begin and end. */
  readonly top: number
  readonly bottom: number
  readonly drumRow: number
  /** Between the lanes. */
  readonly gap: number
}

export function lanes(room: Room, range: Range, drums: readonly DrumKind[]): Lanes {
  const drumsTop = room.bottom - drums.length * room.drumRow
  const pitchBottom = drumsTop - (drums.length ? room.gap : 0)
  const row = Math.max(0, pitchBottom - room.top) / (range.high - range.low)
  return { ...room, range, row, drumsTop, drums }
}

/** The upper edge of a pitch's row. */
export function pitchY({ top, range, row }: Lanes, pitch: number): number {
  return top + (range.high - 1 - pitch) * row
}

/** The upper edge of a drum's row. */
export function drumY({ drumsTop, drumRow, drums }: Lanes, key: number): number {
  return drumsTop + Math.max(0, drums.indexOf(drumKind(key))) * drumRow
}

const BLACK_KEYS = new Set([1, 3, 6, 8, 10])

export const isBlack = (pitch: number) => BLACK_KEYS.has(((pitch % 12) + 12) % 12)

/** What a hit of a drum is wide at most, as a share of its row, and in steps. */
const HIT_SHARE = 0.78
const HIT_STEPS = 2.4
const TALLEST_NOTE = 15
/** Lower than this, notes are hard to see: rather, they reach a little into the rows beside theirs. */
const LOWEST_NOTE = 4
const THINNEST = 1.5

export type Box = { x: number; y: number; width: number; height: number }

/** Where a note is drawn, as far as the view goes; drums are hits without a length. */
export function noteBox(notes: Notes, at: number, view: View, lanes: Lanes): Box {
  const x = xOf(view, notes.onset[at] ?? 0)
  const pitch = notes.pitch[at] ?? 0
  if (notes.role[at] === 0) {
    const height = Math.max(2, lanes.drumRow * HIT_SHARE)
    const width = Math.max(THINNEST, Math.min(height, HIT_STEPS * view.zoom))
    return { x, y: drumY(lanes, pitch) + (lanes.drumRow - height) / 2, width, height }
  }
  const length = (notes.duration[at] ?? 0) * view.zoom
  const reach = Math.max(THINNEST, Math.min(LOWEST_NOTE, 2.5 * lanes.row))
  const height = Math.min(TALLEST_NOTE, Math.max(reach, lanes.row - 1))
  const y = pitchY(lanes, pitch) + (lanes.row - height) / 2
  return { x, y, width: Math.max(THINNEST, length > 4 ? length - 1 : length), height }
}
