import { beforeEach, expect, test, vi } from "vitest"
import type { Engine } from "./engine"
import type { Playback } from "./playback"
import { songOf } from "./rehearsal"
import { createStream } from "./stream"

let audio: HTMLAudioElement
let stream: Engine
let heard: Partial<Playback>

beforeEach(() => {
  audio = new Audio()
  audio.play = vi.fn(() => Promise.resolve()) // jsdom has no sound
  audio.pause = vi.fn(() => void audio.dispatchEvent(new Event("pause")))
  audio.load = vi.fn()
  heard = {}
  stream = createStream(audio, (change) => Object.assign(heard, change))
})

const tell = (event: string) => audio.dispatchEvent(new Event(event))
const song = (id: string) => songOf(id, null, `/${id}.mp3`)

test("a song is loading until it is heard", () => {
  stream.play(song("a"), 0)
  expect(heard.state).toBe("loading")
  tell("playing")
  expect(heard.state).toBe("playing")
})

test("a song that goes on is not fetched again; another one is", () => {
  stream.play(song("a"), 0)
  audio.currentTime = 12
  stream.pause()
  expect(heard.state).toBe("paused")
  stream.play(song("a"), 12)
  expect(stream.position()).toBe(12)
  stream.play(song("b"), 3)
  expect([audio.src, stream.position()]).toEqual([expect.stringContaining("/b.mp3"), 3])
})

test("at its end a song stands ready at its beginning", () => {
  stream.play(song("a"), 0)
  tell("playing")
  audio.currentTime = 99
  tell("ended")
  expect([heard.state, stream.position()]).toEqual(["paused", 0])
})

test("a song that is being composed plays by itself as soon as it is there", () => {
  const composing = songOf("a", null)
  stream.play(composing, 0)
  expect(heard).toMatchObject({ state: "waiting", problem: expect.stringMatching(/as soon as/) })
  stream.renew({ ...composing, mp3: "/a.mp3" })
  expect(audio.play).toHaveBeenCalledTimes(1)
  tell("playing")
  expect(heard).toMatchObject({ state: "playing", problem: null })
})

test("one that was paused meanwhile does not", () => {
  const composing = songOf("a", null)
  stream.play(composing, 0)
  stream.pause()
  stream.renew({ ...composing, mp3: "/a.mp3" })
  expect(audio.play).not.toHaveBeenCalled()
  expect(heard.state).toBe("paused")
})

test("where the browser wants a gesture, the song stands ready", async () => {
  audio.play = vi.fn(() => Promise.reject(new DOMException("no", "NotAllowedError")))
  stream.play(song("a"), 0)
  await vi.waitFor(() => expect(heard).toMatchObject({ state: "paused", problem: null }))
})

test("a song that can't be fetched says so, and is fetched anew when asked again", () => {
  stream.play(song("a"), 0)
  tell("error")
  expect(heard).toMatchObject({ state: "failed", problem: expect.stringMatching(/press play/) })
  Object.defineProperty(audio, "error", { value: {} })
  audio.removeAttribute("src")
  stream.play(song("a"), 0)
  expect(audio.src).toContain("/a.mp3")
})

test("in a loop it goes back", () => {
  vi.useFakeTimers()
  stream.play(song("a"), 0)
  stream.loop([2, 4])
  tell("playing")
  audio.currentTime = 4.01
  vi.advanceTimersByTime(50)
  expect(stream.position()).toBe(2)
  vi.useRealTimers()
})

test("of a song that was let go nothing is heard", () => {
  stream.play(song("a"), 0)
  stream.stop()
  tell("playing")
  expect(heard.state).toBe("loading")
})
