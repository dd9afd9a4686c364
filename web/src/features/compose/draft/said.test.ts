import { expect, test } from "vitest"
import { changedIn, type Draft, firstDraft } from "./draft"
import { said } from "./said"

function words(part: Partial<Draft>): string {
  const draft = { ...firstDraft(1), ...part }
  return changedIn(draft)
    .map((name) => said(name, draft, "Carousel"))
    .join(" · ")
}

test("what differs is said in a musician's words", () => {
  expect(words({ start: "waltz", bars: 32, drums: 2, lead: 0 })).toBe(
    "Carousel · 32 bars · drums 2× · no lead",
  )
  expect(words({ seconds: 150, ending: false, tempo: 92.5, key: "Eb minor" })).toBe(
    "2:30 · no ending · 92.5 bpm · E♭ minor",
  )
  expect(words({ start_bars: 1, start_at: 12, keep_start: false })).toBe(
    "after its bar 12 · from 1 bar of it · without its beginning",
  )
})

test("long words are cut", () => {
  expect(words({ progression: "Am F C G  Am F C G Dm G Am E7" })).toBe("Am F C G Am F C G Dm G…")
})
