import { expect, test } from "vitest"
import { drawOther, drawSeed } from "./seed"

test("the dice never show the present choice again", () => {
  const faces = [0, 0.3, 0.6, 0.99].map((roll) =>
    drawOther(["pop", "rock", "funk"], "rock", () => roll),
  )
  expect(faces).toEqual(["pop", "pop", "funk", "funk"])
})

test("the only choice stays", () => {
  expect(drawOther(["pop"], "pop")).toBe("pop")
})

test("a seed is a whole number that can be said aloud", () => {
  expect(drawSeed(() => 0.1234567)).toBe(123456)
})
