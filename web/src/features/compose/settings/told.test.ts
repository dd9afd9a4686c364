import { expect, test } from "vitest"
import { textOf, toldIn } from "./told"

test("instruments are told a role at a time, and written as a recipe has them", () => {
  const told = toldIn("lead  alto sax, Drums jazz")
  expect(told).toEqual({ lead: "alto sax", drums: "jazz" })
  expect(textOf(told)).toBe("drums jazz, lead alto sax")
})

test("a role that is told nothing is left out", () => {
  expect(textOf({ bass: "38", lead: "" })).toBe("bass 38")
  expect(toldIn("")).toEqual({})
})
