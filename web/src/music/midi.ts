/**
 * Reads just enough of a Standard MIDI File to draw it: which role plays which pitch, when.
 * Knows our own files' track names. Does not know tempo, programs or sound.
 */
import { ROLES, type Role } from "./roles"

export type Note = {
  readonly role: Role
  readonly pitch: number
  readonly startTick: number
  readonly endTick: number
}

export type Score = { readonly notes: readonly Note[]; readonly ticks: number }

const DRUM_CHANNEL = 9
const HEADER_BYTES = 8

export class NotMidi extends Error {}

export function readMidi(bytes: Uint8Array): Score {
  if (tag(bytes, 0) !== "MThd") throw new NotMidi("These bytes are not a MIDI file.")
  const notes: Note[] = []
  let ticks = 0
  let at = HEADER_BYTES + word(bytes, 4)
  while (at + HEADER_BYTES <= bytes.length) {
    const end = Math.min(bytes.length, at + HEADER_BYTES + word(bytes, at + 4))
    if (tag(bytes, at) === "MTrk") {
      const track = readTrack(bytes.subarray(at + HEADER_BYTES, end))
      notes.push(...track.notes)
      ticks = Math.max(ticks, track.ticks)
    }
    at = end
  }
  return { notes, ticks }
}

type Sounding = { readonly pitch: number; readonly channel: number; readonly startTick: number }

function readTrack(bytes: Uint8Array): Score {
  const read = reader(bytes)
  const done: (Sounding & { endTick: number })[] = []
  const sounding = new Map<number, Sounding>()
  let name = ""
  let tick = 0
  let status = 0
  while (!read.atEnd()) {
    tick += read.varying()
    if (read.peek() >= 0x80) status = read.byte()
    const channel = status & 15
    const kind = status >> 4
    if (status === 0xff) {
      const meta = read.byte()
      const text = read.take(read.varying())
      if (meta === 3) name = new TextDecoder().decode(text)
    } else if (status >= 0xf0) {
      read.take(read.varying())
    } else {
      const first = read.byte()
      const second = kind === 0xc || kind === 0xd ? 0 : read.byte()
      if (kind !== 8 && kind !== 9) continue
      const key = channel * 128 + first
      const open = sounding.get(key)
      if (open) done.push({ ...open, endTick: tick })
      sounding.delete(key)
      if (kind === 9 && second > 0) sounding.set(key, { pitch: first, channel, startTick: tick })
    }
  }
  const notes = done.map(({ pitch, channel, startTick, endTick }) => ({
    role: roleOf(name, channel),
    pitch,
    startTick,
    endTick,
  }))
  return { notes, ticks: tick }
}

function roleOf(trackName: string, channel: number): Role {
  const named = ROLES.find((role) => trackName.toLowerCase().includes(role))
  return named ?? (channel === DRUM_CHANNEL ? "drums" : "chords")
}

function reader(bytes: Uint8Array) {
  let at = 0
  const byte = () => bytes[at++] ?? 0
  return {
    atEnd: () => at >= bytes.length,
    peek: () => bytes[at] ?? 0,
    byte,
    take: (count: number) => {
      at += count
      return bytes.subarray(at - count, at)
    },
    varying: () => {
      let value = 0
      for (let more = true; more; ) {
        const next = byte()
        value = value * 128 + (next & 127)
        more = next >= 128
      }
      return value
    },
  }
}

function tag(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}

function word(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at)
}
