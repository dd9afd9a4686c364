import { expect, test } from "vitest"
import type { Recipe } from "../../api/client"
import { FIRST_DRAFT, recipeOf } from "./draft"
import { draftFrom, linkTo, othersInWords, recipeInLink } from "./link"

const recipe = {
  start: "funk",
  bars: 32,
  seed: 5,
  drums: 2,
  bass: 1,
  chords: 1,
  lead: 0,
  temperature: 1,
  top_p: 0.97,
  key: "E minor",
  ending: false,
} as Recipe

test("a link opens the panel with the recipe it was made of", () => {
  const link = new URL(linkTo(recipe, "http://127.0.0.1:8000"))
  const found = recipeInLink(link.search)
  expect(found).toEqual(recipe)
  const draft = draftFrom(recipe, 9)
  expect(draft).toMatchObject({ start: "funk", bars: 32, seed: 5, pinned: true, tempo: null })
  expect(recipeOf(draft)).toEqual(recipe)
})

test("what a recipe leaves out is as the panel has it", () => {
  const draft = draftFrom({ tempo: 90, key: null } as Recipe, 9)
  expect(draft).toEqual({ ...FIRST_DRAFT, tempo: 90, seed: 9, others: {} })
})

test("a length in seconds takes the place of one in bars", () => {
  const asked = recipeOf(draftFrom({ seconds: 60 } as Recipe, 9))
  expect(asked.seconds).toBe(60)
  expect(asked).not.toHaveProperty("bars")
})

test("what no control takes is kept for the service to judge", () => {
  const draft = draftFrom({ bars: "many", loud: true } as unknown as Recipe, 9)
  expect(draft.bars).toBe(64)
  expect(recipeOf(draft)).toMatchObject({ bars: "many", loud: true })
  expect(othersInWords(draft.others)).toBe("bars many, loud yes")
})

test.each(["", "?recipe=", "?recipe=[1]", "?recipe=7", "?recipe={", "?other={}"])(
  "%o carries no recipe",
  (search) => {
    expect(recipeInLink(search)).toBeUndefined()
  },
)
