import { expect, test } from "vitest"
import type { Recipe, Starter } from "../../../api/client"
import { barsOf, changedIn, type Draft, draftFrom, firstDraft, recipeOf, secondsOf } from "./draft"

const draft = firstDraft(7)
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

test("a recipe says what every song has, and leaves out what is as usual", () => {
  expect(recipeOf({ ...draft, drums: 2, chords: 0 })).toEqual({
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

test("what is set is asked for, and words that are only blanks are not", () => {
  const asked = recipeOf({ ...draft, tempo: 90, key: "E minor", ending: false, form: "  " })
  expect(asked).toMatchObject({ tempo: 90, key: "E minor", ending: false })
  expect(asked).not.toHaveProperty("form")
})

test("a meter is only asked of a song that starts from silence", () => {
  const waltzed: Draft = { ...draft, meter: "3/4" }
  expect(recipeOf(waltzed)).not.toHaveProperty("meter")
  expect(changedIn(waltzed)).toEqual([])
  expect(recipeOf({ ...waltzed, start: "none" }).meter).toBe("3/4")
})

test("which bars are gone on from is not asked of silence, which has none", () => {
  const part = { start_at: 8, start_bars: 4, keep_start: false }
  expect(recipeOf({ ...draft, ...part })).toMatchObject(part)
  expect(recipeOf({ ...draft, ...part, start: "none" })).not.toHaveProperty("start_at")
})

test("a length in seconds takes the place of one in bars", () => {
  const asked = recipeOf({ ...draft, seconds: 60 })
  expect(asked.seconds).toBe(60)
  expect(asked).not.toHaveProperty("bars")
})

test("every setting comes back from the recipe it was asked with", () => {
  const all: Draft = {
    start: "midi:0",
    start_at: 12,
    start_bars: 4,
    keep_start: false,
    bars: 32,
    seconds: null,
    ending: false,
    drums: 2,
    bass: 0.5,
    chords: 0,
    lead: 5,
    tempo: 90,
    meter: null,
    key: "E minor",
    progression: "Em C G D",
    form: "AABA",
    repetition: 2,
    palette: "jazz",
    instruments: "lead flute",
    ranges: "lead C4-C6",
    voices: "chords 3",
    best_of: 4,
    temperature: 1.2,
    top_p: 0.9,
    swing: 0.5,
    humanise: 0.3,
    seed: 5,
    pinned: true,
    others: {},
  }
  expect(draftFrom(recipeOf(all), 9)).toEqual(all)
})

test("what a recipe leaves out is as the panel has it", () => {
  expect(draftFrom({ tempo: 90, key: null }, 9)).toEqual({ ...firstDraft(9), tempo: 90 })
})

test("a recipe with a seed keeps it, and another gets one of its own", () => {
  expect(draftFrom({ seed: 5 }, 9)).toMatchObject({ seed: 5, pinned: true })
  expect(draftFrom({}, 9)).toMatchObject({ seed: 9, pinned: false })
})

test("what no control takes is kept for the service to judge", () => {
  const found = draftFrom({ bars: "many", loud: true } as unknown as Recipe, 9)
  expect(found.bars).toBe(64)
  expect(recipeOf(found)).toMatchObject({ bars: "many", loud: true })
})

test("who redoes roles of a song keeps its length", () => {
  const asked = recipeOf(draftFrom({ start: "midi:0", redo: "bass" }, 9))
  expect(asked.redo).toBe("bass")
  expect(asked).not.toHaveProperty("bars")
})

test("what differs from the usual is told by its names", () => {
  expect(changedIn(draft)).toEqual([])
  expect(changedIn({ ...draft, start: "funk", lead: 0, swing: 0.5 })).toEqual([
    "start",
    "lead",
    "swing",
  ])
  expect(changedIn({ ...draft, bars: 32, seconds: 60 })).toEqual(["seconds"])
})

test("the length in seconds follows the starter's meter and tempo, or the tempo that was set", () => {
  expect(secondsOf({ ...draft, bars: 60 }, waltz)).toBe(60)
  expect(secondsOf({ ...draft, bars: 60, tempo: 90 }, waltz)).toBe(120)
})

test("the length in bars follows a time that was set", () => {
  expect(barsOf({ ...draft, seconds: 60 }, waltz)).toBe(60)
  expect(barsOf({ ...draft, seconds: 61 }, { ...waltz, meter: "4/4" })).toBe(46)
  expect(secondsOf({ ...draft, seconds: 61 }, waltz)).toBe(61)
})

test("silence is in the meter that was chosen for it", () => {
  const silence = { ...waltz, name: "none", meter: "4/4", bpm: 120 }
  expect(secondsOf({ ...draft, start: "none", meter: "3/4", bars: 40 }, silence)).toBe(60)
})
