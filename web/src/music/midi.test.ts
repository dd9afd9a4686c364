import { expect, test } from "vitest"
import { NotMidi, readMidi } from "./midi"
import { ROLL_HEIGHT, rollPaths } from "./roll"

const text = (words: string) => [...new TextEncoder().encode(words)]
const chunk = (tag: string, bytes: number[]) => [...text(tag), 0, 0, 0, bytes.length, ...bytes]
const header = chunk("MThd", [0, 1, 0, 2, 1, 224])
const named = (name: string) => [0, 0xff, 3, name.length, ...text(name)]
const end = (ticks: number) => [ticks, 0xff, 0x2f, 0]

const song = new Uint8Array([
  ...header,
  ...chunk("MTrk", [
    ...named("Lead"),
    0,
    0xc1,
    80,
    0,
    0x91,
    72,
    90,
    60,
    72,
    0,
    0,
    74,
    90,
    30,
    0x81,
    74,
    0,
    ...end(30),
  ]),
  ...chunk("MTrk", [0, 0x99, 36, 100, 10, 36, 0, ...end(0)]),
])

test("notes are read with running status, and a note-on of no velocity ends one", () => {
  const { notes, ticks } = readMidi(song)
  expect(ticks).toBe(120)
  expect(notes).toEqual([
    { role: "lead", pitch: 72, startTick: 0, endTick: 60 },
    { role: "lead", pitch: 74, startTick: 60, endTick: 90 },
    { role: "drums", pitch: 36, startTick: 0, endTick: 10 },
  ])
})

test("what is not a MIDI file is refused", () => {
  expect(() => readMidi(new Uint8Array(text("RIFF....")))).toThrow(NotMidi)
})

test("a file cut off in the middle still shows what came before", () => {
  expect(readMidi(song.subarray(0, song.length - 20)).notes.length).toBeGreaterThan(0)
})

test("in the picture a higher note stands higher, and drums lie at the bottom", () => {
  const paths = rollPaths(readMidi(song))
  const heights = (path: string) =>
    [...path.matchAll(/ ([\d.]+)h/g)].map((match) => Number(match[1]))
  const [low = 0, high = 0] = heights(paths.lead)
  const [kick = 0] = heights(paths.drums)
  expect(high).toBeLessThan(low)
  expect(low).toBeLessThan(kick)
  expect(kick).toBeLessThanOrEqual(ROLL_HEIGHT)
})

test("a song without notes is an empty picture", () => {
  expect(rollPaths({ notes: [], ticks: 0 }).lead).toBe("")
})
