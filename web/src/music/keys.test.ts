import { expect, test } from "vitest"
import { isMinor, keyIn, keyText, nameOf, pitchClassOf, printed } from "./keys"

test.each([
  ["Am", "A minor"],
  ["C", "C major"],
  ["F# dorian", "F# dorian"],
  ["Db major", "C# major"],
  ["Bbm", "Bb minor"],
  ["E Minor Pentatonic", "E minor pentatonic"],
])("%s is %s", (text, key) => {
  expect(keyText(keyIn(text) ?? { tonic: "", scale: "" })).toBe(key)
})

test("what names no note is no key", () => {
  expect(keyIn("H minor")).toBeNull()
  expect(keyIn("")).toBeNull()
})

test("a note and its number tell each other", () => {
  expect(["C", "C#", "Db", "B", "Cb", "B#"].map(pitchClassOf)).toEqual([0, 1, 1, 11, 11, 0])
  expect([0, 3, -1, 13].map(nameOf)).toEqual(["C", "Eb", "B", "C#"])
})

test("in print a key has sharps and flats", () => {
  expect(printed("Eb minor, F#m7b5, blues in B")).toBe("E♭ minor, F♯m7b5, blues in B")
})

test("a scale with a minor third is minor", () => {
  expect(["minor", "harmonic minor", "dorian", "blues"].every(isMinor)).toBe(true)
  expect(["major", "lydian", "major pentatonic"].some(isMinor)).toBe(false)
})
