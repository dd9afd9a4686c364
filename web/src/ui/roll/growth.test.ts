import { expect, test } from "vitest"
import { NO_NOTES, type NoteRow, type Score, withNotes } from "../../music/score"
import { createGrowth } from "./growth"

const rows = (bar: number, pitch = 60): NoteRow[] =>
  [0, 12, 24, 36].map((step) => [bar * 48 + step, 1, pitch, 12, 90])

const EMPTY: Score = {
  notes: NO_NOTES,
  meter: "4/4",
  barSteps: 48,
  stepsPerBeat: 12,
  tempos: [{ step: 0, bpm: 120 }],
  mix: {} as Score["mix"],
  bars: 0,
  barsTotal: 8,
  complete: false,
}

const grown = (score: Score, more: NoteRow[]): Score => ({
  ...score,
  notes: withNotes(score.notes, more),
  bars: score.bars + 1,
})

test("notes that come appear, and then are there to stay", () => {
  const growth = createGrowth()
  growth.take(grown(EMPTY, rows(0)), 1000, false)
  expect(growth.at(1100)).toEqual({ settled: 0, arrivals: [{ first: 0, end: 4, ageMs: 100 }] })
  expect(growth.at(1400)).toEqual({ settled: 4, arrivals: [] })
})

test("a song that is there as a whole doesn't appear bar by bar", () => {
  const growth = createGrowth()
  growth.take({ ...grown(EMPTY, rows(0)), complete: true }, 1000, false)
  expect(growth.at(1000)).toEqual({ settled: 4, arrivals: [] })
  growth.glide(0, false)
  expect(growth.isMoving()).toBe(false)
})

test("for whom motion disturbs, notes are just there", () => {
  const growth = createGrowth()
  growth.take(grown(EMPTY, rows(0)), 1000, true)
  expect(growth.at(1000).settled).toBe(4)
  expect(growth.glide(0, true).edge).toBe(1)
})

test("how far the song is seen to reach glides to where it does", () => {
  const growth = createGrowth()
  growth.take(EMPTY, 0, false)
  growth.take(grown(EMPTY, rows(0)), 100, false)
  const { edge } = growth.glide(0.016, false)
  expect([edge > 0, edge < 1]).toEqual([true, true])
  for (let at = 0; at < 60; at++) growth.glide(0.016, false)
  growth.at(1000)
  expect(growth.glide(0.016, false).edge).toBe(1)
  expect(growth.isMoving()).toBe(false)
})

test("a song that begins anew is another one", () => {
  const growth = createGrowth()
  growth.take(grown(grown(EMPTY, rows(0, 100)), rows(1)), 0, true)
  growth.take(grown(EMPTY, rows(0)), 0, true)
  expect(growth.survey()).toMatchObject({ count: 4, highest: 60 })
  expect(growth.glide(0, true).songNumber).toBe(1)
  growth.take(grown(grown(EMPTY, rows(0, 50)), rows(1, 50)), 0, true)
  expect(growth.survey()).toMatchObject({ count: 8, highest: 50 })
})
