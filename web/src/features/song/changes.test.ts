import { expect, test } from "vitest"
import { changesIn } from "./changes"

test("changes on the way are told bar by bar", () => {
  expect(changesIn("17 drums 2, lead 0; 33+24 bars 48, key Eb minor; 40 key any, seed 7")).toEqual([
    { where: "From bar 17", what: "Drums 2×, Lead off" },
    { where: "Within bar 33", what: "48 bars in all, in E♭ minor" },
    { where: "From bar 40", what: "in any key, other dice" },
  ])
})

test("a setting that is new to the page is told as it is written", () => {
  expect(changesIn("9 swing 0.5, ending no")).toEqual([
    { where: "From bar 9", what: "swing 0.5, without an ending" },
  ])
})

test("where nothing was changed nothing is told", () => {
  expect(changesIn(null)).toEqual([])
})
