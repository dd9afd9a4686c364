/** What a card says about a song. */
import { expect, test } from "vitest"
import { songOf } from "../../../api/rehearsal"
import { soundOf } from "./facts"

test("a song's key is printed as on paper", () => {
  const song = songOf({ key: "Bb minor", bpm: 95.6, seconds: 161 })
  expect(soundOf(song)).toBe("B♭ minor · 96 bpm · 2:41")
})

test("what can't be heard says so", () => {
  expect(soundOf(songOf({ status: "failed", key: null }))).toBe("Not composed")
})
