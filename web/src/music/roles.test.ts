import { expect, test } from "vitest"
import { AS_IS, isAsIs, isSilent, levelWords } from "./roles"

test("a band is silent only when all four are off", () => {
  expect(isSilent({ drums: 0, bass: 0, chords: 0, lead: 0 })).toBe(true)
  expect(isSilent({ drums: 0, bass: 0, chords: 0, lead: 0.1 })).toBe(false)
})

test("a band that was touched can be told from one that was not", () => {
  expect(isAsIs(AS_IS)).toBe(true)
  expect(isAsIs({ ...AS_IS, bass: 1.1 })).toBe(false)
})

test("a level reads as a multiple, and off at zero", () => {
  expect([0, 0.3, 1, 2.5].map(levelWords)).toEqual(["off", "0.3×", "1×", "2.5×"])
})
