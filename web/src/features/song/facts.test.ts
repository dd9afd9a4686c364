import { expect, test } from "vitest"
import { madeOf } from "./facts"
import { songOf } from "./testing"

test.each([
  ["variation", null, "A variation of"],
  ["continue", null, "Goes on from"],
  ["redo", "bass, lead", "New bass and lead for"],
  [null, null, "Made of"],
])("a song of another by %s of %s says “%s”", (verb, redo, words) => {
  expect(madeOf(songOf({ verb }, { redo }))).toBe(words)
})
