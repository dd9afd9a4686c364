import { expect, test } from "vitest"
import type { Song } from "../../api/client"
import { latest } from "./changes"

const recipe = (changes: string | null) =>
  ({
    drums: 1,
    bass: 1,
    chords: 1,
    lead: 1,
    tempo: null,
    key: "A minor",
    changes,
  }) as Song["recipe"]

test("without changes a recipe is what it says", () => {
  expect(latest(recipe(null))).toEqual({
    levels: { drums: 1, bass: 1, chords: 1, lead: 1 },
    tempo: null,
    key: "A minor",
  })
})

test("of changes the last of each setting holds", () => {
  const now = latest(recipe("17 drums 2, lead 0; 33+24 tempo 96, key any; 40 drums 0.5, top_p 0.9"))
  expect(now.levels).toEqual({ drums: 0.5, bass: 1, chords: 1, lead: 0 })
  expect([now.tempo, now.key]).toEqual([96, null])
})
