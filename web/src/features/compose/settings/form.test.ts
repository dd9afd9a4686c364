import { expect, test } from "vitest"
import { problemOfForm, sectionsOf } from "./form"

test("a form goes over and over, eight bars a letter, until the song ends", () => {
  expect(sectionsOf("aab", 28).map(({ letter, bars }) => `${letter}${bars}`)).toEqual([
    "A8",
    "A8",
    "B8",
    "A4",
  ])
})

test("a song without a form has no sections", () => {
  expect(sectionsOf(" ", 64)).toEqual([])
})

test("a form is letters alone", () => {
  expect(problemOfForm("AABA")).toBeNull()
  expect(problemOfForm("A1")).toMatch(/letters, such as AABA/)
  expect(problemOfForm("A".repeat(65))).toMatch(/64 at most/)
})
