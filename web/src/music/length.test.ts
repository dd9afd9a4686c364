import { expect, test } from "vitest"
import { barsAtPosition, beatsPerBar, positionOfBars, secondsOfBars } from "./length"

test("64 bars of 4/4 at 120 bpm last 128 seconds", () => {
  expect(secondsOfBars(64, "4/4", 120)).toBe(128)
})

test("a bar of 6/8 is as long as three quarter notes, a bar of 12/8 as six", () => {
  expect(beatsPerBar("6/8")).toBe(3)
  expect(beatsPerBar("12/8")).toBe(6)
})

test("a meter that can't be read counts as 4/4", () => {
  expect(beatsPerBar("")).toBe(4)
})

test("the slider reaches both ends", () => {
  expect([barsAtPosition(2), barsAtPosition(9)]).toEqual([4, 512])
})

test.each([4, 5, 15, 16, 20, 64, 100, 512])("%i bars keep their place on the slider", (bars) => {
  expect(barsAtPosition(positionOfBars(bars))).toBe(bars)
})

test("each step of the slider is at least a bar longer than the one before", () => {
  const steps = Array.from({ length: 57 }, (_, step) => barsAtPosition(2 + step / 8))
  const sorted = [...steps].sort((a, b) => a - b)
  expect(steps).toEqual(sorted)
})
