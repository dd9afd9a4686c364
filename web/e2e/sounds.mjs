/** Sound and zip files as bytes, read as far as a test asks. Each fails on what is no such file. */
import assert from "node:assert/strict"

export function readWav(bytes) {
  assert.equal(bytes.toString("latin1", 0, 4), "RIFF")
  assert.equal(bytes.readUInt32LE(4), bytes.length - 8)
  assert.equal(bytes.toString("latin1", 8, 12), "WAVE")
  const chunks = new Map()
  for (let at = 12; at + 8 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32LE(at + 4)
    chunks.set(bytes.toString("latin1", at, at + 4), bytes.subarray(at + 8, end))
    at = end + (end % 2)
  }
  const [format, data] = [chunks.get("fmt "), chunks.get("data")]
  const rate = format.readUInt32LE(4)
  const [channels, bits] = [format.readUInt16LE(2), format.readUInt16LE(14)]
  return { rate, channels, bits, seconds: (data.length * 8) / (rate * channels * bits), data }
}

/** The loudest sample of 16 bits, 0 to 1. */
export function peakOf({ bits, data }) {
  assert.equal(bits, 16)
  let peak = 0
  for (let at = 0; at + 1 < data.length; at += 2)
    peak = Math.max(peak, Math.abs(data.readInt16LE(at)))
  return peak / 32_768
}

const HEADER = 10

/** The first frame of an MP3, behind its tags. */
export function readMp3(bytes) {
  const isTagged = bytes.toString("latin1", 0, 3) === "ID3"
  const size = [...bytes.subarray(6, 10)].reduce((sum, byte) => sum * 128 + byte, 0)
  const at = isTagged ? HEADER + size : 0
  assert.equal(bytes.readUInt16BE(at) >> 5, 0x7ff, "a frame begins with eleven ones")
  return {
    layer: 4 - ((bytes[at + 1] >> 1) & 3),
    rate: [44_100, 48_000, 32_000][(bytes[at + 2] >> 2) & 3],
  }
}

const END_OF_ZIP = 0x06054b50
const ENTRY = 0x02014b50

/** The names of what is in a zip. */
export function namesInZip(bytes) {
  let end = bytes.length - 22
  while (bytes.readUInt32LE(end) !== END_OF_ZIP) end--
  let at = bytes.readUInt32LE(end + 16)
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    assert.equal(bytes.readUInt32LE(at), ENTRY)
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place))
    const text = bytes.toString("utf8", at + 46, at + 46 + name)
    at += 46 + name + extra + comment
    return text
  })
}
