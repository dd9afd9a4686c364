import { expect, test } from "vitest"
import { beats, scoreOf } from "./rehearsal"
import { type Due, held, type Place, positionAt, type Stretch, stepsOf, walk } from "./scheduling"

const DRUMS = 0
const CHORDS = 2

const begins = (due: readonly Due[]) => due.map(({ at }) => Number(at.toFixed(6)))
const START: Place = { step: 0, at: 100 }

test("a note is due when its step comes, for as long as it lasts", () => {
  const { due } = walk(scoreOf([[12, CHORDS, 60, 24, 80]]), START, 110)
  expect(due).toEqual([{ at: 100.5, until: 101.5, role: "chords", pitch: 60, velocity: 80 }])
})

test("walking in small steps plays each note once, as walking in one does", () => {
  const score = scoreOf(beats(4))
  let place = START
  const due: Due[] = []
  for (let until = 100.03; until < 109; until += 0.03) {
    const walked = walk(score, place, until)
    due.push(...walked.due)
    place = walked.next
  }
  expect(begins(due)).toEqual(begins(walk(score, START, 109).due))
  expect(due).toHaveLength(16)
})

test("after a tempo change notes are closer together", () => {
  const tempos = [
    { step: 0, bpm: 120 },
    { step: 24, bpm: 240 },
  ]
  const { due } = walk(scoreOf(beats(1.5), { tempos }), START, 110)
  expect(begins(due)).toEqual([100, 100.5, 101, 101.25, 101.5, 101.75])
})

test("a tempo that changes ahead of the walk changes what follows and nothing before", () => {
  const score = scoreOf(beats(2))
  const { next } = walk(score, START, 100.6)
  const tempos = [...score.tempos, { step: 24, bpm: 60 }]
  expect(begins(walk({ ...score, tempos }, next, 103.5).due)).toEqual([101, 102, 103])
})

test("at the end of what is composed it waits, and goes on from there when there is more", () => {
  const begun = scoreOf(beats(1), { bars: 1, complete: false })
  const waits = walk(begun, START, 110)
  expect([waits.beyond, waits.next]).toEqual(["waits", { step: 48, at: 102 }])
  const more = scoreOf(beats(2), { bars: 2, complete: false })
  expect(begins(walk(more, waits.next, 103).due)).toEqual([102, 102.5])
})

test("notes of a bar that is not whole are left for later", () => {
  const score = scoreOf(beats(1.5), { bars: 1, complete: false })
  expect(walk(score, START, 110).due).toHaveLength(4)
})

test("a song ends with its last bar, not with its last note", () => {
  const { beyond, next } = walk(scoreOf(beats(0.5), { bars: 2 }), START, 110)
  expect([beyond, next.at]).toEqual(["ends", 104])
})

test("in a loop the song goes round and round", () => {
  const walked = walk(scoreOf(beats(4)), { step: 36, at: 100 }, 103.9, [24, 72])
  expect(begins(walked.due)).toEqual([100, 100.5, 101, 101.5, 102, 102.5, 103, 103.5])
  expect(walked.stretches.map(({ step, at, to }) => [step, at, Math.round(to)])).toEqual([
    [36, 100, 72],
    [24, 101.5, 72],
    [24, 103.5, 34],
  ])
})

test("no note sounds on beyond the end of its loop", () => {
  const { due } = walk(scoreOf([[24, CHORDS, 60, 96, 80]]), START, 101.5, [0, 36])
  expect(due).toMatchObject([{ at: 101, until: 101.5 }])
})

test("what sounds where the loop begins is heard each time round", () => {
  const { due } = walk(scoreOf([[0, CHORDS, 60, 48, 80]]), START, 102.2, [24, 36])
  expect(due.map(({ at, until }) => [at, until])).toEqual([
    [100, 101.5],
    [101.5, 102],
    [102, 102.5],
  ])
})

test("a loop that the song is past, or that has no length, is no loop", () => {
  const score = scoreOf(beats(4))
  expect(walk(score, { step: 96, at: 100 }, 105, [0, 48]).stretches).toHaveLength(1)
  expect(walk(score, START, 105, [24, 24]).stretches).toHaveLength(1)
})

test("a loop that goes beyond the end of its song turns at the end", () => {
  const { due, beyond } = walk(scoreOf(beats(1), { bars: 1 }), START, 103, [24, 480])
  expect(begins(due)).toEqual([100, 100.5, 101, 101.5, 102, 102.5])
  expect(beyond).toBe("goes on")
})

test("where one begins in the middle of a note, its rest is heard; never that of a drum", () => {
  const score = scoreOf([
    [0, DRUMS, 36, 48, 100],
    [0, CHORDS, 60, 48, 80],
    [0, CHORDS, 64, 12, 80],
  ])
  const due = held(score, { step: 24, at: 100 })
  expect(due).toEqual([{ at: 100, until: 101, role: "chords", pitch: 60, velocity: 80 }])
})

const stretch = (step: number, at: number, to: number): Stretch => ({ step, at, to })

test.each([
  [99, 1],
  [100, 1],
  [100.5, 1.5],
  [101.5, 2],
  [104, 2],
  [105.25, 2.25],
])("at second %d of the clock one hears second %d of the song", (moment, seconds) => {
  const waited = [stretch(24, 100, 48), stretch(48, 105, 96)]
  expect(positionAt(scoreOf([]), waited, moment)).toBeCloseTo(seconds)
})

test("in a loop the position goes back", () => {
  const { stretches } = walk(scoreOf(beats(4)), START, 108, [0, 48])
  const heard = [101.9, 102.1, 103.9, 104.1].map((at) => positionAt(scoreOf([]), stretches, at))
  expect(heard.map((seconds) => seconds.toFixed(1))).toEqual(["1.9", "0.1", "1.9", "0.1"])
})

test("a span in seconds is a span in steps", () => {
  expect(stepsOf(scoreOf([]), [1, 3])).toEqual([24, 72])
})
