import { expect, test } from "vitest"
import { outlineOf } from "./skeleton"

const text = (words: string) => [...new TextEncoder().encode(words)]
const uint16 = (value: number) => [value & 255, value >> 8]
const uint32 = (value: number) => [...uint16(value & 65_535), ...uint16(value >>> 16)]
const chunk = (kind: string, body: number[]) => [...text(kind), ...uint32(body.length), ...body]
const soundfont = (...lists: number[][]) => chunk("RIFF", [...text("sfbk"), ...lists.flat()])

const RAW = 1
const PACKED = 17
const about = (bytes: number) => chunk("LIST", [...text("INFO"), ...chunk("ICMT", zeros(bytes))])
const samples = (...audio: number[]) => chunk("LIST", [...text("sdta"), ...chunk("smpl", audio)])
const sample = ([start, end, kind]: readonly [number, number, number]) => [
  ...zeros(20),
  ...uint32(start),
  ...uint32(end),
  ...zeros(16),
  ...uint16(kind),
]
const presets = (...each: (readonly [number, number, number])[]) =>
  chunk("LIST", [
    ...text("pdta"),
    ...chunk("phdr", [1, 2, 3, 4]),
    ...chunk("shdr", [...each, [0, 0, 0] as const].flatMap(sample)),
  ])

function zeros(count: number): number[] {
  return Array(count).fill(0)
}

function reading(file: readonly number[]) {
  const reads: number[] = []
  const read = async (from: number, to: number) => {
    const bytes = new Uint8Array(file.slice(from, to))
    reads.push(bytes.length)
    return bytes.buffer
  }
  return { read, reads }
}

const bytesAt = (file: readonly number[], { from, to }: { from: number; to: number }) =>
  file.slice(from, to)

test("a soundfont's skeleton is the soundfont without its samples", async () => {
  const file = soundfont(about(10), samples(9, 9, 9, 9), presets([0, 4, PACKED]))
  const { skeleton } = await outlineOf(reading(file).read)
  expect([...new Uint8Array(skeleton)]).toEqual(
    soundfont(about(10), samples(), presets([0, 4, PACKED])),
  )
})

test("each sample is found, counted in bytes where it is compressed and in pairs else", async () => {
  const file = soundfont(about(10), samples(1, 2, 3, 4, 5, 6), presets([1, 4, PACKED], [2, 3, RAW]))
  const { samples: stored } = await outlineOf(reading(file).read)
  expect(stored.map((each) => [bytesAt(file, each), each.isPacked])).toEqual([
    [[2, 3, 4], true],
    [[5, 6], false],
  ])
})

test("of the samples next to nothing is read", async () => {
  const file = soundfont(about(10), samples(...zeros(100_000)), presets([0, 4, PACKED]))
  const { read, reads } = reading(file)
  await outlineOf(read)
  expect(reads).toEqual([8_192, presets([0, 4, PACKED]).length])
})

test("a soundfont may have much to say about itself", async () => {
  const file = soundfont(about(20_000), samples(7, 8), presets([0, 1, RAW]))
  const { samples: stored } = await outlineOf(reading(file).read)
  expect(stored.map((each) => bytesAt(file, each))).toEqual([[7, 8]])
})

test.each([
  ["with a byte to make it even", [0]],
  ["without one, as MuseScore's", []],
])("samples of odd length are left out, %s", async (_, padding) => {
  const file = soundfont(about(4), [...samples(9, 9, 9), ...padding], presets([1, 3, PACKED]))
  const { skeleton } = await outlineOf(reading(file).read)
  expect([...new Uint8Array(skeleton)]).toEqual(
    soundfont(about(4), samples(), presets([1, 3, PACKED])),
  )
})

test("what is no soundfont is refused with a sentence", async () => {
  const { read } = reading(text("<!doctype html>"))
  await expect(outlineOf(read)).rejects.toThrow("The instruments are not a SoundFont")
})
