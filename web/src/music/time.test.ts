import { expect, test } from "vitest"
import { secondsAt, stepAt, tempoAt } from "./time"

const TIMED = {
  stepsPerBeat: 12,
  tempos: [
    { step: 0, bpm: 120 },
    { step: 48, bpm: 60 },
    { step: 96, bpm: 240 },
  ],
}

test.each([
  [0, 0],
  [12, 0.5],
  [48, 2],
  [60, 3],
  [96, 6],
  [144, 7],
  [-12, -0.5],
])("step %d comes after %f seconds, and back", (step, seconds) => {
  expect(secondsAt(TIMED, step)).toBeCloseTo(seconds)
  expect(stepAt(TIMED, seconds)).toBeCloseTo(step)
})

test("a tempo holds from its step on", () => {
  expect([0, 47, 48, 500].map((step) => tempoAt(TIMED.tempos, step))).toEqual([120, 120, 60, 240])
})
