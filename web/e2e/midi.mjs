/** MIDI files as bytes: read back as far as a test asks, and small ones built. */
import assert from "node:assert/strict"

const TICKS_A_BEAT = 480

/** The tracks of a file with their notes, programs and tempos. Fails on what is no MIDI. */
export function readMidi(bytes) {
  assert.equal(bytes.toString("latin1", 0, 4), "MThd")
  assert.equal(bytes.readUInt32BE(4), 6)
  const [count, ticksABeat] = [bytes.readUInt16BE(10), bytes.readUInt16BE(12)]
  const tracks = []
  let at = 14
  while (at < bytes.length) {
    assert.equal(bytes.toString("latin1", at, at + 4), "MTrk")
    const end = at + 8 + bytes.readUInt32BE(at + 4)
    tracks.push(readTrack(bytes.subarray(at + 8, end)))
    at = end
  }
  assert.equal(at, bytes.length, "a track ends where the file ends")
  assert.equal(tracks.length, count)
  return { tracks, ticksABeat, tempos: tracks.flatMap((track) => track.tempos) }
}

function readTrack(bytes) {
  const track = { notes: 0, tempos: [], isEnded: false }
  let [at, status] = [0, 0]
  const number = () => {
    let value = 0
    for (;;) {
      const byte = bytes[at++]
      value = value * 128 + (byte & 127)
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    number()
    if (bytes[at] >= 128) status = bytes[at++]
    if (status === 0xff) {
      const kind = bytes[at++]
      const length = number()
      if (kind === 0x51) track.tempos.push(60_000_000 / bytes.readUIntBE(at, 3))
      if (kind === 0x2f) track.isEnded = true
      at += length
    } else if (status >= 0xf0) at += number()
    else {
      if (status >> 4 === 9 && bytes[at + 1] > 0) track.notes++
      at += [0xc, 0xd].includes(status >> 4) ? 1 : 2
    }
  }
  assert.ok(track.isEnded, "a track says that it ends")
  return track
}

/** A riff of so many bars in 4/4 for a melody, a bass and drums, as a musician would bring it. */
export function buildRiff({ bars = 4, bpm = 100 } = {}) {
  const tempo = [0, 0xff, 0x51, 3, ...bigEndian(Math.round(60_000_000 / bpm), 3)]
  const meter = [0, 0xff, 0x58, 4, 4, 2, 24, 8]
  const beats = Array.from({ length: bars * 4 }, (_, beat) => beat)
  const tracks = [
    [...tempo, ...meter],
    [...program(0, 80), ...beats.flatMap((beat) => note(0, [69, 72, 76, 74][beat % 4]))],
    [...program(1, 33), ...beats.flatMap((beat) => note(1, [45, 45, 41, 43][(beat >> 2) % 4]))],
    beats.flatMap((beat) => note(9, [36, 38][beat % 2])),
  ]
  const header = [...ascii("MThd"), ...bigEndian(6, 4), ...bigEndian(1, 2)]
  const counts = [...bigEndian(tracks.length, 2), ...bigEndian(TICKS_A_BEAT, 2)]
  return Buffer.from([...header, ...counts, ...tracks.flatMap(chunk)])
}

function program(channel, value) {
  return [0, 0xc0 | channel, value]
}

/** A note of nearly a beat, and a rest up to the next one. */
function note(channel, pitch) {
  return [0, 0x90 | channel, pitch, 96, ...[0x83, 0x30], 0x90 | channel, pitch, 0, ...rest()]
}

/** Nothing for the 48 ticks that are left of the beat: an empty text. */
function rest() {
  return [48, 0xff, 0x01, 0]
}

function chunk(events) {
  const body = [...events, 0, 0xff, 0x2f, 0]
  return [...ascii("MTrk"), ...bigEndian(body.length, 4), ...body]
}

function ascii(text) {
  return [...Buffer.from(text, "latin1")]
}

function bigEndian(value, bytes) {
  return Array.from({ length: bytes }, (_, at) => (value >> (8 * (bytes - 1 - at))) & 255)
}
