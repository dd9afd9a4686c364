import { expect, test } from "vitest"
import { secondsIn } from "./duration"

test.each([
  ["2:30", 150],
  ["1:02:05", 3725],
  ["90", 90],
  ["90 s", 90],
  ["3 min", 180],
  ["1.5m", 90],
])("%s is %i seconds", (text, seconds) => {
  expect(secondsIn(text)).toBe(seconds)
})

test.each(["", "long", "2:", "≈ 2:30"])("%o is no length of time", (text) => {
  expect(secondsIn(text)).toBeNull()
})
