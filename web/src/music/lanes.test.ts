import { expect, test } from "vitest"
import {
  between,
  drumKind,
  drumRows,
  drumY,
  isBlack,
  lanes,
  NOTHING_SEEN,
  noteBox,
  pitchRange,
  pitchY,
  surveyed,
} from "./lanes"
import { NO_NOTES, type NoteRow, withNotes } from "./score"

const DRUMS = 0
const BASS = 1
const LEAD = 3
const ROOM = { height: 500, top: 30, bottom: 494, drumRow: 10, gap: 6 }

const song = (...rows: NoteRow[]) => withNotes(NO_NOTES, rows)

const seen = (...pitches: number[]) =>
  surveyed(NOTHING_SEEN, song(...pitches.map((pitch): NoteRow => [0, BASS, pitch, 6, 90])))

test("a survey goes on from what it has seen", () => {
  const first = song([0, BASS, 40, 96, 90], [0, DRUMS, 36, 3, 90])
  const more = withNotes(first, [[48, LEAD, 80, 12, 90]])
  const survey = surveyed(surveyed(NOTHING_SEEN, first), more)
  expect(survey).toEqual(surveyed(NOTHING_SEEN, more))
  expect(survey).toMatchObject({ count: 3, lowest: 40, highest: 80, longest: 96 })
  expect([...survey.drums]).toEqual(["kick"])
})

test("notes that may sound include those that began before", () => {
  const notes = song([0, BASS, 40, 96, 90], [24, BASS, 40, 6, 90], [90, BASS, 40, 6, 90])
  expect(between(notes, [50, 80], 96)).toEqual([0, 2])
  expect(between(notes, [50, 80], 6)).toEqual([2, 2])
})

test.each([
  [36, "kick"],
  [38, "snare"],
  [39, "snare"],
  [42, "hats"],
  [45, "toms"],
  [51, "ride"],
  [57, "crash"],
  [54, "percussion"],
  [81, "percussion"],
])("key %d of the drum map is a %s", (key, kind) => {
  expect(drumKind(key)).toBe(kind)
})

test("while a song grows, its range does by half octaves", () => {
  expect(pitchRange(seen(40, 80), false)).toEqual({ low: 36, high: 84 })
  expect(pitchRange(seen(38, 81), false)).toEqual({ low: 36, high: 84 })
  expect(pitchRange(seen(37, 81), false)).toEqual({ low: 30, high: 84 })
})

test("a finished song has a small margin, and at least three octaves", () => {
  expect(pitchRange(seen(30, 90), true)).toEqual({ low: 28, high: 93 })
  const { low, high } = pitchRange(seen(60), true)
  expect(high - low).toBe(36)
  expect([low < 58, high > 62]).toEqual([true, true])
})

test("before the first note, the middle of the keyboard is to be seen", () => {
  expect(pitchRange(NOTHING_SEEN, false)).toEqual({ low: 36, high: 84 })
})

test("drums have a row each, and the usual three always", () => {
  const survey = surveyed(NOTHING_SEEN, song([0, DRUMS, 49, 3, 90]))
  expect(drumRows(survey, true)).toEqual(["crash", "hats", "snare", "kick"])
  expect(drumRows(NOTHING_SEEN, false)).toEqual(["hats", "snare", "kick"])
})

test("a finished song without drums has no lane for them", () => {
  expect(drumRows(NOTHING_SEEN, true)).toEqual([])
  const all = lanes(ROOM, { low: 40, high: 80 }, [])
  expect(pitchY(all, 39)).toBeCloseTo(ROOM.bottom)
})

const LANES = lanes(ROOM, { low: 40, high: 82 }, ["hats", "snare", "kick"])

test("the highest pitch lies at the top, the drums below the lowest", () => {
  expect(pitchY(LANES, 81)).toBe(30)
  expect(pitchY(LANES, 39)).toBeCloseTo(494 - 30 - 6)
  expect([drumY(LANES, 42), drumY(LANES, 36)]).toEqual([464, 484])
})

const VIEW = { from: 48, zoom: 2 }

test("a note is as long as it sounds, less a gap", () => {
  const notes = song([60, BASS, 60, 24, 90])
  expect(noteBox(notes, 0, VIEW, LANES)).toMatchObject({ x: 24, width: 47 })
})

test("however small, a note is to be seen", () => {
  const notes = song([60, BASS, 60, 1, 90], [60, DRUMS, 36, 1, 90])
  const tiny = lanes({ ...ROOM, bottom: 60 }, { low: 0, high: 120 }, ["kick"])
  for (const at of [0, 1]) {
    const { width, height } = noteBox(notes, at, { from: 0, zoom: 0.01 }, tiny)
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(1.5)
  }
})

test("a hit of a drum has no length", () => {
  const notes = song([60, DRUMS, 36, 3, 90], [60, DRUMS, 36, 90, 90])
  const [short, long] = [0, 1].map((at) => noteBox(notes, at, VIEW, LANES))
  expect(short).toEqual(long)
})

test("the keys of a keyboard are black where they should be", () => {
  const octave = Array.from({ length: 12 }, (_, at) => (isBlack(60 + at) ? "#" : "."))
  expect(octave.join("")).toBe(".#.#..#.#.#.")
})
