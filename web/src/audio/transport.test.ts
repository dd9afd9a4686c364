import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { beats, scoreOf } from "../music/rehearsal"
import type { NoteRow, Score } from "../music/score"
import type { Playback } from "./playback"
import { growingFeed, noMidi, songOf, writtenSynth } from "./rehearsal"
import { createTransport } from "./transport"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function rehearse({ lag = 0, midi = noMidi() } = {}) {
  const { synth, written, now } = writtenSynth({ lag })
  const heard: Partial<Playback> = {}
  const transport = createTransport(synth, midi, (change) => Object.assign(heard, change))
  const after = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
  const onsets = () => written.notes.map(({ at }) => Number(at.toFixed(3)))
  return { transport, written, heard, after, onsets, now }
}

const composing = (bars: number): Score =>
  scoreOf(beats(bars), { bars, barsTotal: 4, complete: false })

test("a song is loading until the sound is awake, then plays", async () => {
  const { transport, heard, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  expect(heard).toMatchObject({ state: "loading", seconds: 8 })
  await after(0.1)
  expect(heard.state).toBe("playing")
})

test("a sound that takes long to wake stays awake for the song that was played meanwhile", async () => {
  const { transport, written, after } = rehearse()
  let wakeUp = (_: boolean) => {}
  const awake = new Promise<boolean>((resolve) => {
    wakeUp = resolve
  })
  written.wakes = () => awake
  transport.unlock()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  wakeUp(true)
  await after(1)
  expect(written.isResting).toBe(false)
  await after(8)
  expect(written.isResting).toBe(true)
})

test("a sound that was woken for a song that never came rests again", async () => {
  const { transport, written, after } = rehearse()
  transport.unlock()
  await after(1)
  expect(written.isResting).toBe(true)
})

test("notes are sent a little ahead, each of them once", async () => {
  const { transport, onsets, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(0.02)
  expect(onsets()).toEqual([0.05, 0.55, 1.05, 1.55])
  await after(0.6)
  expect(onsets()).toEqual([0.05, 0.55, 1.05, 1.55, 2.05, 2.55])
})

test("to an instrument, which may not let go of them, notes are sent less far ahead", async () => {
  const midi = noMidi()
  const chosen = { ...midi.get(), chosen: "piano" }
  const { transport, onsets, after } = rehearse({ midi: { ...midi, get: () => chosen } })
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(0.02)
  expect(onsets()).toEqual([0.05])
})

test("the position is what one hears: a late loudspeaker is late", async () => {
  const { transport, after } = rehearse({ lag: 0.2 })
  transport.play(songOf("a", scoreOf(beats(4))), 3)
  await after(1.25)
  expect(transport.position()).toBeCloseTo(4)
})

test("paused, nothing that was sent ahead is heard, and it goes on from the same place", async () => {
  const { transport, written, onsets, heard, after, now } = rehearse()
  const song = songOf("a", scoreOf(beats(4)))
  transport.play(song, 0)
  await after(1.8)
  transport.pause()
  expect(heard.state).toBe("paused")
  expect(onsets().every((at) => at <= now())).toBe(true)
  expect(transport.position()).toBeCloseTo(1.75)
  await after(5)
  written.notes = []
  transport.play(song, transport.position())
  await after(0.6)
  expect(transport.position()).toBeCloseTo(2.3)
  expect(onsets()[0]).toBeCloseTo(7.1)
})

test("after a seek it plays there, and nothing of where it was", async () => {
  const { transport, written, onsets, heard, after, now } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(1)
  written.notes = []
  const sought = now()
  transport.seek(6.1)
  expect(transport.position()).toBe(6.1)
  await after(0.5)
  expect(heard.state).toBe("playing")
  expect(transport.position()).toBeCloseTo(6.55)
  expect(onsets()[0]).toBeCloseTo(sought + 0.05 + 0.4)
})

test("a seek while it is paused only moves it", async () => {
  const { transport, written, heard, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(1)
  transport.pause()
  written.notes = []
  transport.seek(5)
  await after(2)
  expect([transport.position(), heard.state, written.notes]).toEqual([5, "paused", []])
})

test("a song that is being composed begins with its first bar", async () => {
  const { transport, heard, after } = rehearse()
  const feed = growingFeed()
  transport.play({ ...songOf("a", null), feed }, 0)
  await after(1)
  expect(heard.state).toBe("waiting")
  feed.grow(composing(0))
  await after(1)
  expect(heard.state).toBe("waiting")
  feed.grow(composing(1))
  await after(0.1)
  expect(heard).toMatchObject({ state: "playing", seconds: 2 })
})

test("bars that come in time are played without a break", async () => {
  const { transport, onsets, after } = rehearse()
  const feed = growingFeed(composing(1))
  transport.play({ ...songOf("a", null), feed }, 0)
  await after(1.9)
  feed.grow(composing(2))
  await after(1)
  expect(onsets()).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((beat) => 0.05 + beat / 2))
})

test("it waits for bars that come late, and goes on with them where it stopped", async () => {
  const { transport, onsets, heard, after } = rehearse()
  const feed = growingFeed(composing(1))
  transport.play({ ...songOf("a", null), feed }, 0)
  await after(4)
  expect(heard.state).toBe("waiting")
  expect(transport.position()).toBe(2)
  feed.grow(composing(2))
  await after(0.55)
  expect(heard.state).toBe("playing")
  expect(transport.position()).toBeCloseTo(2.5)
  expect(onsets().slice(4, 6)).toEqual([4.05, 4.55])
})

test("at its end a song stands at its beginning, and what sounds may ring on", async () => {
  const { transport, written, heard, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 7)
  const { cuts } = written
  await after(1.2)
  expect([heard.state, transport.position(), written.cuts]).toEqual(["paused", 0, cuts])
})

test("a song that is played from its end begins again", async () => {
  const { transport, heard, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 8)
  await after(0.55)
  expect(heard.state).toBe("playing")
  expect(transport.position()).toBeCloseTo(0.5)
})

test("a loop that is set while the song plays takes effect at once", async () => {
  const { transport, onsets, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(0.8)
  transport.loop([0, 1])
  await after(1.3)
  expect(transport.position()).toBeCloseTo(0.05)
  expect(onsets()).toEqual([0.05, 0.55, 1.05, 1.55, 2.05, 2.55, 3.05, 3.55, 4.05])
})

test("a loop that the song is past begins at once", async () => {
  const { transport, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 5)
  await after(0.55)
  transport.loop([1, 2])
  await after(0.55)
  expect(transport.position()).toBeCloseTo(1.5)
})

test("in a hidden page, which may be kept waiting, notes are sent far ahead", async () => {
  const { transport, onsets, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(0.1)
  const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden")
  document.dispatchEvent(new Event("visibilitychange"))
  expect(onsets()).toHaveLength(9)
  visibility.mockRestore()
  document.dispatchEvent(new Event("visibilitychange"))
  await after(4.5)
  expect(onsets()).toHaveLength(14)
})

test("after the page was busy for long the song goes on where it stopped, all notes in their time", async () => {
  const { transport, onsets, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(0.1)
  vi.setSystemTime(Date.now() + 3000)
  await after(1)
  const [first = 0, ...later] = onsets().slice(5)
  expect(first).toBeGreaterThan(3)
  expect(later[0]).toBeCloseTo(first + 0.5)
})

test("where the browser wants a gesture, the song stands ready", async () => {
  const { transport, written, heard, after } = rehearse()
  written.wakes = () => Promise.resolve(false)
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(1)
  expect([heard.state, written.notes]).toEqual(["paused", []])
})

test("instruments that can't be fetched are told of, and tried again", async () => {
  const { transport, written, heard, after } = rehearse()
  written.wakes = () => Promise.reject(new Error("No instruments."))
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(1)
  expect(heard).toMatchObject({ state: "failed", problem: "No instruments." })
  written.wakes = () => Promise.resolve(true)
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(0.1)
  expect(heard).toMatchObject({ state: "playing", problem: null })
})

test("samples that the service refuses are told of, and asked for again", async () => {
  const { transport, written, heard, after } = rehearse()
  written.prepares = () => Promise.reject(new Error("Reload the page."))
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(1)
  expect([heard.state, heard.problem, written.notes]).toEqual(["failed", "Reload the page.", []])
  written.prepares = () => Promise.resolve()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(0.1)
  expect(heard.state).toBe("playing")
})

test("what may be played next has its first sounds ready, once somebody is there", () => {
  const { transport, written } = rehearse()
  transport.expect(scoreOf(beats(4)))
  expect(written.orders).toEqual([])
  transport.warm()
  const firstBeat = { role: "drums", program: 0, pitch: 36, velocity: 100 }
  expect(written.orders).toEqual([[firstBeat]])
  transport.expect(scoreOf([[0, 3, 72, 12, 90]]))
  expect(written.orders.at(-1)).toEqual([{ role: "lead", program: 0, pitch: 72, velocity: 90 }])
})

test("no note is sent without its samples", async () => {
  const { transport, written, after } = rehearse()
  const rising = beats(4).map(([step, role], beat): NoteRow => [step, role, 36 + beat, 6, 100])
  transport.play(songOf("a", scoreOf(rising)), 0)
  await after(6)
  const ordered = new Set(written.orders.flat().map(({ pitch }) => pitch))
  expect(written.notes.length).toBeGreaterThan(10)
  expect(written.notes.filter(({ pitch }) => !ordered.has(pitch))).toEqual([])
})

test("a change of mind while it loads is what counts", async () => {
  const { transport, written, heard, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  transport.pause()
  await after(1)
  expect([heard.state, written.notes]).toEqual(["paused", []])
})

test("a telephone call pauses the song", async () => {
  const { transport, written, heard, after } = rehearse()
  transport.play(songOf("a", scoreOf(beats(4))), 0)
  await after(1)
  written.takeAway()
  expect(heard.state).toBe("paused")
  expect(transport.position()).toBeCloseTo(0.95)
})

test("of a song that was let go nothing more is heard", async () => {
  const { transport, written, heard, after } = rehearse()
  const feed = growingFeed(composing(1))
  transport.play({ ...songOf("a", null), feed }, 0)
  await after(1)
  transport.stop()
  written.notes = []
  Object.assign(heard, { seconds: 0 })
  feed.grow(composing(4))
  await after(3)
  expect([written.notes, heard.seconds, transport.position()]).toEqual([[], 0, 0])
})

test("other instruments are put on as soon as the song says so", async () => {
  const { transport, written, after } = rehearse()
  const feed = growingFeed(composing(4))
  transport.play({ ...songOf("a", null), feed }, 0)
  await after(1)
  const mix = { ...composing(4).mix, lead: { program: 73, volume: 90, pan: 20 } }
  feed.grow({ ...composing(4), mix })
  expect(written.mix).toBe(mix)
})
