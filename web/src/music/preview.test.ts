import { expect, test } from "vitest"
import { PREVIEW_HEIGHT, PREVIEW_WIDTH, previewPaths } from "./preview"

const EMPTY = { drums: "", bass: "", chords: "", lead: "" }

/** A preview with some of its bits set: row and column. */
function preview(...bits: [number, number][]): string {
  const bytes = new Uint8Array(768)
  for (const [row, column] of bits) {
    const at = row * 12 + (column >> 3)
    bytes[at] = (bytes[at] ?? 0) | (1 << (7 - (column & 7)))
  }
  return btoa(String.fromCharCode(...bytes))
}

const run = (row: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, at): [number, number] => [row, from + at])

test("nothing is drawn of silence", () => {
  expect(previewPaths(preview())).toEqual(EMPTY)
})

test("bits side by side are one stroke, over bytes too", () => {
  const paths = previewPaths(preview(...run(0, 4, 20)))
  expect(paths).toEqual({ ...EMPTY, bass: "M4.5 0.5h15" })
})

test("a stroke ends where the picture does", () => {
  const paths = previewPaths(preview(...run(3, 90, 96), [4, 0]))
  expect(paths?.bass).toBe("M90.5 3.5h5M0.5 4.5h0.01")
})

test("the pitched roles share a field, and the drums lie below", () => {
  const paths = previewPaths(preview([0, 0], [20, 0], [40, 0], [60, 0], [63, 0]))
  expect(paths?.chords).toBe(paths?.bass)
  expect(paths?.lead).toBe(paths?.bass)
  const heights = [...(paths?.drums ?? "").matchAll(/ ([\d.]+)h/g)].map(([, y]) => Number(y))
  expect(heights[0]).toBeGreaterThan(20.5)
  expect(heights[1]).toBeCloseTo(PREVIEW_HEIGHT - 0.5)
  expect(PREVIEW_WIDTH).toBe(96)
})

test.each(["", "AAAA", "not base64!"])("what is no preview is no picture: %j", (text) => {
  expect(previewPaths(text)).toBe(null)
})
