import { beforeEach, expect, test, vi } from "vitest"
import { createPlayer, type Player, STOPPED } from "./player"

let audio: HTMLAudioElement
let player: Player

beforeEach(() => {
  audio = new Audio()
  audio.play = vi.fn(() => Promise.resolve()) // jsdom has no sound
  audio.pause = vi.fn(() => void audio.dispatchEvent(new Event("pause")))
  audio.load = vi.fn()
  player = createPlayer(audio)
})

const hear = (event: string) => audio.dispatchEvent(new Event(event))

test("a song is loading until it is heard", () => {
  player.play("a", "/a.wav")
  expect(player.get()).toEqual({ songId: "a", state: "loading", seconds: 0 })
  hear("playing")
  expect(player.get().state).toBe("playing")
})

test("one song plays at a time: the next takes the place of the first", () => {
  player.play("a", "/a.wav")
  hear("playing")
  player.play("b", "/b.wav")
  expect(player.get()).toEqual({ songId: "b", state: "loading", seconds: 0 })
  expect(audio.src).toContain("/b.wav")
})

test("a paused song goes on from where it was, without being fetched again", () => {
  player.play("a", "/a.wav")
  player.seek("a", "/a.wav", 12)
  player.pause()
  player.play("a", "/elsewhere.wav")
  expect(player.get().seconds).toBe(12)
  expect(audio.src).toContain("/a.wav")
})

test("seeking in another song begins to play there", () => {
  player.play("a", "/a.wav")
  player.seek("b", "/b.wav", 30)
  expect(player.get()).toEqual({ songId: "b", state: "loading", seconds: 30 })
})

test("at its end a song stands ready at its beginning", () => {
  player.play("a", "/a.wav")
  hear("playing")
  hear("ended")
  expect(player.get()).toEqual({ songId: "a", state: "paused", seconds: 0 })
})

test("a song that could not be fetched says so, and is fetched anew when asked again", () => {
  player.play("a", "/a.wav")
  hear("error")
  expect(player.get().state).toBe("failed")
  player.play("a", "/again.wav")
  expect(audio.src).toContain("/again.wav")
})

test("a stopped player has no song, and late events change nothing", () => {
  player.play("a", "/a.wav")
  player.stop()
  hear("playing")
  expect(player.get()).toEqual(STOPPED)
})

test("who listens is told, until they leave", () => {
  const listen = vi.fn()
  const leave = player.subscribe(listen)
  player.play("a", "/a.wav")
  const calls = listen.mock.calls.length
  leave()
  hear("playing")
  expect(calls).toBeGreaterThan(0)
  expect(listen).toHaveBeenCalledTimes(calls)
})
