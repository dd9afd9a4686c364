import { expect, test } from "vitest"
import { barsIn, barsInWords, isWhole, placeAt, wholeOf } from "./place"
import { scoreOfBars } from "./testing"

const score = scoreOfBars(8) // at 120 bpm a bar of 4/4 takes 2 seconds

test.each([
  [0, 1, 1],
  [0.47, 1, 1],
  [0.5, 1, 2],
  [1.9999, 2, 1],
  [2.6, 2, 2],
])("%f seconds are bar %d, beat %d", (seconds, bar, beat) => {
  expect(placeAt(score, seconds)).toEqual({ bar, beat })
})

test("a beat is as long as the lower number of the meter says", () => {
  const six = { ...score, meter: "6/8", barSteps: 36 }
  expect(placeAt(six, 0.26)).toEqual({ bar: 1, beat: 2 })
})

test("a range holds every bar it touches, and none it only ends at", () => {
  expect(barsIn(score, [2, 6])).toEqual([2, 3])
  expect(barsIn(score, [2.5, 6.5])).toEqual([2, 4])
  expect(barsIn(score, [2, 2])).toEqual([2, 2])
  expect(barsInWords([2, 3])).toBe("bars 2–3")
  expect(barsInWords([2, 2])).toBe("bar 2")
})

test("the whole of a song that is being composed is as long as it will be", () => {
  const begun = { ...score, bars: 3, complete: false }
  expect(wholeOf(begun)).toEqual([0, 16])
  expect(wholeOf({ ...begun, barsTotal: null })).toEqual([0, 6])
  expect(isWhole(score, [0, 16])).toBe(true)
  expect(isWhole(score, [0, 14])).toBe(false)
})
