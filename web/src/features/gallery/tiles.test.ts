/** As many cards beside each other as fit, and keys that lead over them. */
import { expect, test } from "vitest"
import { columnsIn, nextCard } from "./tiles"

test.each([
  [0, 1],
  [358, 1],
  [591, 1],
  [592, 2],
  [1000, 3],
  [1480, 4],
])("%i pixels have room for %i columns", (width, columns) => {
  expect(columnsIn(width)).toBe(columns)
})

test("arrows lead to the neighbours, and not beyond the ends", () => {
  expect(nextCard("ArrowRight", 3, 3, 10)).toBe(4)
  expect(nextCard("ArrowDown", 3, 3, 10)).toBe(6)
  expect(nextCard("ArrowUp", 1, 3, 10)).toBe(0)
  expect(nextCard("PageDown", 3, 3, 10)).toBe(9)
  expect(nextCard("End", 3, 3, 10)).toBe(9)
})

test("other keys lead nowhere, and so do all where there are no cards", () => {
  expect(nextCard("a", 3, 3, 10)).toBeNull()
  expect(nextCard("ArrowRight", 0, 3, 0)).toBeNull()
})
