import { expect, test } from "vitest"
import { beginningOf } from "./beginning"

const unset = { start_at: null, start_bars: null }

test("a song goes on from the last eight bars of a start, or from all of a shorter one", () => {
  expect(beginningOf(unset, { bars: 24 })).toEqual({ from: 16, to: 24 })
  expect(beginningOf(unset, { bars: 4 })).toEqual({ from: 0, to: 4 })
})

test("it goes on after any bar of the start, from as many as are asked for", () => {
  expect(beginningOf({ start_at: 12, start_bars: 2 }, { bars: 24 })).toEqual({ from: 10, to: 12 })
  expect(beginningOf({ start_at: 3, start_bars: 9 }, { bars: 24 })).toEqual({ from: 0, to: 3 })
})
