import { beforeEach, expect, test } from "vitest"
import { firstDraft } from "./draft"
import { keep, keptDraft } from "./kept"

beforeEach(() => localStorage.clear())

test("a draft that is kept is found as it was, but for a seed that was not pinned", () => {
  const draft = { ...firstDraft(7), start: "funk", lead: 0, key: "E minor" }
  keep(draft)
  expect(keptDraft(9)).toEqual({ ...draft, seed: 9 })
  keep({ ...draft, pinned: true })
  expect(keptDraft(9)).toEqual({ ...draft, pinned: true })
})

test.each(["", "{", "null", "7", '{"recipe":null}'])("%o was not kept by us", (text) => {
  localStorage.setItem("lstmelody.draft", text)
  expect(keptDraft(9)).toBeUndefined()
})
