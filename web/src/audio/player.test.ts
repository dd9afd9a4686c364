import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { beats, scoreOf } from "../music/rehearsal"
import type { Engine } from "./engine"
import { createPlayer, type Parts } from "./player"
import { growingFeed, noMidi, songOf, writtenSynth } from "./rehearsal"
import { createStream } from "./stream"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function memory(kept = new Map<string, string>()): Parts["memory"] {
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => void kept.set(name, text),
  }
}

function rehearse(change: Partial<Parts> = {}) {
  const { synth, written } = writtenSynth()
  const audio = new Audio()
  audio.play = vi.fn(() => Promise.resolve()) // jsdom has no sound
  audio.pause = vi.fn()
  audio.load = vi.fn()
  const player = createPlayer({
    synth,
    stream: (tell): Engine => createStream(audio, tell),
    midi: noMidi(),
    silentSwitch: false,
    memory: memory(),
    ...change,
  })
  const after = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
  return { player, written, audio, after }
}

const song = (id: string, mp3: string | null = null) => songOf(id, scoreOf(beats(4)), mp3)

test("before a song there is none", () => {
  expect(rehearse().player.get()).toMatchObject({ song: null, state: "idle", engine: "synth" })
})

test("one song plays at a time: the next takes the place of the first, from its beginning", async () => {
  const { player, after } = rehearse()
  player.play(song("a"), 3)
  await after(1)
  const next = song("b")
  player.play(next)
  await after(0.55)
  expect(player.get()).toMatchObject({ song: next, state: "playing", seconds: 8 })
  expect(player.position()).toBeCloseTo(0.5)
})

test("a paused song goes on from where it was; from elsewhere if asked to", async () => {
  const { player, after } = rehearse()
  player.play(song("a"), 3)
  await after(1.05)
  player.toggle()
  expect([player.get().state, player.position()]).toEqual(["paused", expect.closeTo(4)])
  player.toggle()
  await after(0.55)
  expect(player.position()).toBeCloseTo(4.5)
  player.pause()
  player.play(song("a"), 1)
  await after(0.55)
  expect(player.position()).toBeCloseTo(1.5)
})

test("to play what plays already changes nothing but its place, if one is named", async () => {
  const { player, written, after } = rehearse()
  const present = song("a")
  player.play(present)
  await after(1)
  const { cuts } = written
  player.play(present)
  expect([written.cuts, player.get().state]).toEqual([cuts, "playing"])
  player.play(present, 5)
  expect(player.position()).toBe(5)
})

test("nobody is told of what did not change, and everybody of what did, until they leave", async () => {
  const { player, after } = rehearse()
  const listen = vi.fn()
  const leave = player.subscribe(listen)
  player.play(song("a"))
  await after(0.2)
  listen.mockClear()
  await after(3)
  expect(listen).not.toHaveBeenCalled()
  player.pause()
  expect(listen).toHaveBeenCalledTimes(1)
  leave()
  player.stop()
  expect(listen).toHaveBeenCalledTimes(1)
})

test("a seek stays within the song, and is told of, for a clock that stands still", async () => {
  const { player, after } = rehearse()
  player.play(song("a"))
  await after(1)
  player.pause()
  const listen = vi.fn()
  player.subscribe(listen)
  player.seek(99)
  expect([player.position(), listen.mock.calls.length]).toEqual([8, 1])
  player.seek(-3)
  expect(player.position()).toBe(0)
})

test("the volume is remembered, and nonsense is not believed", () => {
  const kept = new Map<string, string>()
  rehearse({ memory: memory(kept) }).player.setVolume(0.5)
  const { player, written } = rehearse({ memory: memory(kept) })
  expect([player.get().volume, written.volume]).toEqual([0.5, 0.25])
  kept.set([...kept.keys()][0] ?? "", "loud")
  expect(rehearse({ memory: memory(kept) }).player.get().volume).toBe(0.8)
})

test("the mix is heard at once, and the next song has one of its own", async () => {
  const { player, written, after } = rehearse()
  player.mixer.set("bass", { solo: true })
  player.play(song("a"))
  await after(0.1)
  expect(written.gains).toEqual({ drums: 0, bass: 1, chords: 0, lead: 0 })
  player.play(song("b"))
  expect(written.gains).toEqual({ drums: 1, bass: 1, chords: 1, lead: 1 })
})

test("a loop belongs to its song", async () => {
  const { player, after } = rehearse()
  player.play(song("a"))
  await after(0.1)
  player.loop([0, 1])
  await after(1.2)
  expect(player.position()).toBeCloseTo(0.25)
  player.play(song("b"))
  await after(1.2)
  expect(player.get().loop).toBeNull()
  expect(player.position()).toBeCloseTo(1.15)
})

test("a stopped player has no song, and its volume", async () => {
  const { player, after } = rehearse()
  player.setVolume(0.3)
  player.play(song("a"))
  await after(1)
  player.stop()
  expect(player.get()).toMatchObject({ song: null, state: "idle", volume: 0.3, seconds: 0 })
  await after(1)
  expect([player.get().state, player.position()]).toEqual(["idle", 0])
})

test("without a synthesiser the service's MP3 is heard", () => {
  const { player, audio } = rehearse({ synth: null })
  player.play(song("a", "/a.mp3"))
  audio.dispatchEvent(new Event("playing"))
  expect(audio.src).toContain("/a.mp3")
  expect(player.get()).toMatchObject({ engine: "stream", state: "playing" })
})

test("without instruments as well, from where the song was to begin; the next song tries anew", async () => {
  const { player, written, audio, after } = rehearse()
  written.wakes = () => Promise.reject(new Error("No instruments."))
  player.play(song("a", "/a.mp3"), 5)
  await after(0.1)
  expect(player.get()).toMatchObject({ engine: "stream", state: "loading", problem: null })
  expect([audio.src, player.position()]).toEqual([expect.stringContaining("/a.mp3"), 5])
  written.wakes = () => Promise.resolve(true)
  player.play(song("b", "/b.mp3"))
  await after(0.1)
  expect(player.get()).toMatchObject({ engine: "synth", state: "playing" })
})

test("where there is no MP3 either, the problem is told, and play tries again", async () => {
  const { player, written, after } = rehearse()
  written.wakes = () => Promise.reject(new Error("No instruments."))
  player.play(song("a"))
  await after(0.1)
  expect(player.get()).toMatchObject({ state: "failed", problem: "No instruments." })
  written.wakes = () => Promise.resolve(true)
  player.toggle()
  await after(0.1)
  expect(player.get()).toMatchObject({ state: "playing", problem: null })
})

test("what is learned of the present song is shown, of others it is not", async () => {
  const { player, after } = rehearse()
  const present = song("a")
  player.play(present)
  await after(1)
  player.renew({ ...present, title: "Renamed" })
  player.renew({ ...song("b"), title: "Other" })
  expect(player.get().song?.title).toBe("Renamed")
  expect(player.get().state).toBe("playing")
})

test("a song that is sent to a MIDI port is silent here, unless it is wanted here too", () => {
  let hereToo = false
  let told = () => {}
  const midi = {
    ...noMidi(),
    get: () => ({ ...noMidi().get(), chosen: "0", hereToo }),
    subscribe: (listen: () => void) => {
      told = listen
      return () => {}
    },
  }
  const { written } = rehearse({ midi })
  expect(written.volume).toBe(0)
  hereToo = true
  told()
  expect(written.volume).toBeCloseTo(0.64)
})

test("while it is composed a song grows longer", async () => {
  const { player, after } = rehearse()
  const feed = growingFeed(scoreOf(beats(1), { bars: 1, complete: false }))
  player.play({ ...song("a"), feed })
  await after(0.5)
  expect(player.get().seconds).toBe(2)
  feed.grow(scoreOf(beats(3), { bars: 3, complete: false }))
  expect(player.get().seconds).toBe(6)
})
