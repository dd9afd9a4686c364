import { expect, test } from "vitest"
import { examplesIn, progressionIn } from "./progression"

test("a bar is a word, and two chords in it have a comma between", () => {
  expect(progressionIn(" Am | F  C,G7 ")).toEqual({
    bars: [["Am"], ["F"], ["C", "G7"]],
    problem: null,
  })
})

test.each(["C", "F#m7b5", "Bbmaj7", "Esus4", "Gdim", "D-7", "A+"])("%s is a chord", (chord) => {
  expect(progressionIn(chord).problem).toBeNull()
})

test.each([
  ["Am H7", /“H7” is no chord/],
  ["am", /“am” is no chord/],
  ["C,F,G", /two with a comma between: C,F,G has more/],
  ["C,", /missing beside a comma/],
  ["C ".repeat(65), /at most 64 bars; this has 65/],
])("%s is refused with a sentence", (text, sentence) => {
  expect(progressionIn(text).problem).toMatch(sentence)
})

test("examples are moved to the key of the song, a minor one to its relative major", () => {
  const pop = (key: string | null) => examplesIn(key)[0]?.text
  expect(pop(null)).toBe("C G Am F")
  expect(pop("D major")).toBe("D A Bm G")
  expect(pop("E minor")).toBe("G D Em C")
})

test("every example is a progression that is known, in every key", () => {
  for (const key of ["C major", "F# minor", "Eb dorian"])
    for (const { text } of examplesIn(key)) expect(progressionIn(text).problem).toBeNull()
})
