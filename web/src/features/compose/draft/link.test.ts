import { expect, test } from "vitest"
import type { Recipe } from "../../../api/client"
import { draftFrom, recipeOf } from "./draft"
import { linkTo, othersInWords, recipeInLink, withoutRecipe } from "./link"

const recipe: Recipe = {
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
}

test("a link opens the panel with the recipe it was made of", () => {
  const link = new URL(linkTo(recipe, "http://127.0.0.1:8000"))
  const found = recipeInLink(link.search)
  expect(found).toEqual(recipe)
  expect(recipeOf(draftFrom(found ?? {}, 9))).toEqual(recipe)
})

test("what has no control is told in words", () => {
  const { others } = draftFrom({ redo: "bass", loud: true } as Recipe, 9)
  expect(othersInWords(others)).toBe("redo bass, loud yes")
})

test("a link loses its recipe, and nothing else", () => {
  const { search } = new URL(linkTo(recipe, "http://127.0.0.1:8000"))
  expect(withoutRecipe(search)).toBe("")
  expect(withoutRecipe(`${search}&tour=1`)).toBe("?tour=1")
})

test.each(["", "?recipe=", "?recipe=[1]", "?recipe=7", "?recipe={", "?other={}"])(
  "%o carries no recipe",
  (search) => {
    expect(recipeInLink(search)).toBeUndefined()
  },
)
