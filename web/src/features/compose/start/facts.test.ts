import { expect, test } from "vitest"
import type { Starter } from "../../../api/client"
import { isFoundBy, starterFacts } from "./facts"

const waltz: Starter = {
  name: "waltz",
  title: "Carousel",
  style: "Waltz",
  key: "Eb major",
  bpm: 180,
  meter: "3/4",
  bars: 4,
  roles: ["bass", "chords", "lead"],
}

test("a starter's facts leave out what is unknown, and name a meter that is not 4/4", () => {
  expect(starterFacts(waltz)).toBe("Waltz · E♭ major · 180 bpm · 3/4")
  expect(starterFacts({ ...waltz, key: null, meter: "4/4" })).toBe("Waltz · 180 bpm")
  expect(starterFacts({ ...waltz, style: "Ballad in 3/4" })).toBe(
    "Ballad in 3/4 · E♭ major · 180 bpm",
  )
})

test("of one's own MIDI they tell all that was understood", () => {
  const own = { ...waltz, name: "midi:0", style: "your MIDI", meter: "4/4", bars: 24 }
  expect(starterFacts(own)).toBe("E♭ major · 180 bpm · 4/4 · 24 bars")
})

test("a starter is found by any word of its title, style, key or meter", () => {
  for (const typed of ["", "carou", "WALTZ", "eb", "3/4 waltz"])
    expect(isFoundBy(typed, waltz), typed).toBe(true)
  expect(isFoundBy("waltz in c", waltz)).toBe(false)
})
