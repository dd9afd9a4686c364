import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { scoreOf } from "../music/rehearsal"
import type { Due } from "../music/scheduling"
import { createMidiOut } from "./midiOut"
import { perRole } from "./mixer"

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }))
afterEach(() => void vi.useRealTimers())

/** A computer with ports; what was sent to them is written down, as `ms: bytes`. */
function studio(names: readonly string[] = ["Synth", "DAW"]) {
  const sent: string[] = []
  const outputs = new Map(
    names.map((name, id) => {
      const send = (bytes: number[], ms?: number) =>
        void sent.push(`${ms === undefined ? "" : `${ms}: `}${bytes.join(" ")}`)
      return [String(id), { id: String(id), name, state: "connected", send }]
    }),
  )
  const access = { outputs, onstatechange: null as (() => void) | null }
  const midi = createMidiOut(async () => access as unknown as MIDIAccess)
  return { midi, sent, access, outputs }
}

async function sending() {
  const all = studio()
  await all.midi.look()
  all.midi.choose("0")
  all.sent.length = 0
  return all
}

const note = (at: number, until: number, role: Due["role"] = "lead"): Due => {
  return { at, until, role, pitch: 60, velocity: 90 }
}
const ms = (second: number) => second * 1000

test("nothing is asked of the browser until somebody looks for ports", async () => {
  const ask = vi.fn(async () => ({ outputs: new Map() }) as unknown as MIDIAccess)
  const midi = createMidiOut(ask)
  expect(ask).not.toHaveBeenCalled()
  await midi.look()
  await midi.look()
  expect(ask).toHaveBeenCalledTimes(1)
})

test("the ports are listed, and one that is pulled out is no longer chosen", async () => {
  const { midi, access, outputs } = studio()
  await midi.look()
  expect(midi.get().outputs).toEqual([
    { id: "0", name: "Synth" },
    { id: "1", name: "DAW" },
  ])
  midi.choose("1")
  expect(midi.get().chosen).toBe("1")
  outputs.delete("1")
  access.onstatechange?.()
  expect(midi.get()).toMatchObject({ chosen: null, outputs: [{ id: "0", name: "Synth" }] })
})

test("a browser that refuses, and one that can't, are told apart", async () => {
  const refused = createMidiOut(() => Promise.reject(new Error("no")))
  await refused.look()
  expect(refused.get()).toMatchObject({ supported: true, problem: expect.stringMatching(/allow/) })
  const unable = createMidiOut(null)
  await unable.look()
  expect(unable.get()).toMatchObject({ supported: false, problem: null })
})

test("each role has a channel, with its program, volume and pan", async () => {
  const { midi, sent } = await sending()
  const { mix } = scoreOf([])
  midi.dress({ ...mix, drums: { program: 8, volume: 110, pan: 60 } })
  expect(sent.slice(0, 3)).toEqual(["201 8", "185 7 110", "185 10 60"])
  expect(sent.filter((message) => message.startsWith("19") || message.startsWith("20"))).toEqual([
    "201 8",
    "192 0",
    "193 0",
    "194 0",
  ])
})

test("a port that is chosen while a song plays is told its instruments", async () => {
  const { midi, sent } = studio()
  await midi.look()
  midi.dress(scoreOf([]).mix)
  midi.choose("0")
  expect(sent).toContain("194 0")
})

test("notes are sent with the moments at which they are to sound, and end in time", async () => {
  const { midi, sent } = await sending()
  midi.play([note(1, 3)], ms)
  midi.advance(2)
  expect(sent).toEqual(["1000: 146 60 90"])
  midi.advance(3.5)
  midi.advance(4)
  expect(sent).toEqual(["1000: 146 60 90", "3000: 130 60 0"])
})

test("a tone that is struck again ends just before, and the new one sounds as long as it should", async () => {
  const { midi, sent } = await sending()
  midi.play([note(1, 3), note(1, 4, "bass"), note(2, 4), note(4, 5)], ms)
  midi.advance(6)
  expect(sent.filter((message) => message.includes(" 60 "))).toEqual([
    "1000: 146 60 90",
    "1000: 144 60 90",
    "2000: 130 60 0",
    "2000: 146 60 90",
    "4000: 130 60 0",
    "4000: 146 60 90",
    "4000: 128 60 0",
    "5000: 130 60 0",
  ])
})

test("silence ends everything now, and once more after what was sent ahead", async () => {
  const { midi, sent } = await sending()
  midi.play([note(1, 3)], ms)
  midi.advance(1.5)
  sent.length = 0
  midi.silence()
  expect(sent).toHaveLength(16)
  expect(sent).toEqual(expect.arrayContaining(["178 123 0", "178 120 0", "1000: 178 123 0"]))
  sent.length = 0
  midi.advance(9)
  expect(sent).toEqual([])
})

test("what was sent ahead can't be taken back, so it is not sent again", async () => {
  const { midi, sent } = await sending()
  midi.play([note(1, 2)], ms)
  midi.advance(1.5)
  midi.replan()
  midi.play([note(1, 2), note(1.6, 2)], ms)
  expect(sent).toEqual(["1000: 146 60 90", "1600: 130 60 0", "1600: 146 60 90"])
})

test("a muted role is not sent, and ends at once; the volume follows the level", async () => {
  const { midi, sent } = await sending()
  midi.dress(scoreOf([]).mix)
  sent.length = 0
  midi.setGains({ ...perRole(() => 1), bass: 0, lead: 0.25 })
  expect(sent).toEqual(expect.arrayContaining(["176 123 0", "176 120 0", "178 7 50"]))
  sent.length = 0
  midi.play([note(1, 2, "bass"), note(1, 2, "chords")], ms)
  expect(sent).toEqual(["1000: 145 60 90"])
})

test("without a port nothing is sent, nor kept for later", async () => {
  const { midi, sent } = studio()
  await midi.look()
  midi.play([note(1, 2)], ms)
  midi.choose("0")
  sent.length = 0
  midi.advance(9)
  expect(sent).toEqual([])
})
