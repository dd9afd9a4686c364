import { expect, test } from "vitest"
import { skeletonOf } from "./skeleton"

const text = (words: string) => [...new TextEncoder().encode(words)]
const uint32 = (value: number) => [
  value & 255,
  (value >> 8) & 255,
  (value >> 16) & 255,
  value >> 24,
]
const chunk = (kind: string, body: number[]) => [...text(kind), ...uint32(body.length), ...body]
const soundfont = (...lists: number[][]) =>
  new Uint8Array(chunk("RIFF", [...text("sfbk"), ...lists.flat()])).buffer

const INFO = chunk("LIST", [...text("INFO"), ...chunk("ifil", [2, 0, 4, 0])])
const PRESETS = chunk("LIST", [...text("pdta"), ...chunk("phdr", [1, 2, 3, 4])])
const samples = (...audio: number[]) => chunk("LIST", [...text("sdta"), ...chunk("smpl", audio)])

test("a soundfont's skeleton is the soundfont without its samples", () => {
  const skeleton = skeletonOf(soundfont(INFO, samples(9, 9, 9, 9), PRESETS))
  expect([...new Uint8Array(skeleton)]).toEqual([
    ...new Uint8Array(soundfont(INFO, samples(), PRESETS)),
  ])
})

test.each([
  ["with a byte to make it even", [0]],
  ["without one, as MuseScore's", []],
])("samples of odd length are left out, %s", (_, padding) => {
  const skeleton = skeletonOf(soundfont(INFO, [...samples(9, 9, 9), ...padding], PRESETS))
  expect(new Uint8Array(skeleton)).toEqual(new Uint8Array(soundfont(INFO, samples(), PRESETS)))
})

test("what is no soundfont is refused with a sentence", () => {
  expect(() => skeletonOf(new TextEncoder().encode("<!doctype html>").buffer)).toThrow(
    "The instruments are not a SoundFont",
  )
})
