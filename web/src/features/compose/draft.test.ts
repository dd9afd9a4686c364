import { expect, test } from "vitest"
import type { Starter } from "../../api/client"
import { type Draft, FIRST_DRAFT, recipeOf, secondsOfDraft, starterFacts } from "./draft"

const draft: Draft = { ...FIRST_DRAFT, seed: 7 }
const waltz: Starter = {
  name: "waltz",
  title: "Waltz",
  style: "waltz",
  key: "F major",
  bpm: 180,
  meter: "3/4",
  bars: 4,
  roles: ["bass", "chords", "lead"],
}

test("a recipe names the multipliers flat, and no tempo where it is the starter's own", () => {
  const recipe = recipeOf({ ...draft, levels: { drums: 2, bass: 1, chords: 0, lead: 1 } })
  expect(recipe).toEqual({
    start: "pop",
    bars: 64,
    seed: 7,
    drums: 2,
    bass: 1,
    chords: 0,
    lead: 1,
    temperature: 1,
    top_p: 0.97,
  })
})

test("a tempo that was set is asked for", () => {
  expect(recipeOf({ ...draft, tempo: 90 }).tempo).toBe(90)
})

test("the length in seconds follows the starter's meter and tempo, or the tempo that was set", () => {
  expect(secondsOfDraft({ ...draft, bars: 60 }, waltz)).toBe(60)
  expect(secondsOfDraft({ ...draft, bars: 60, tempo: 90 }, waltz)).toBe(120)
})

test("a starter's facts leave out what is unknown, and name a meter that is not 4/4", () => {
  expect(starterFacts(waltz)).toBe("waltz · F major · 180 bpm · 3/4")
  expect(starterFacts({ ...waltz, key: null, meter: "4/4" })).toBe("waltz · 180 bpm")
  expect(starterFacts({ ...waltz, style: "ballad in 3/4" })).toBe(
    "ballad in 3/4 · F major · 180 bpm",
  )
})
