/**
 * Plays a song's MP3, as the service renders it, where a browser can't play notes: `<audio>`.
 * Knows addresses. Does not know notes, and has no mix.
 */
import type { Engine, Tell } from "./engine"
import { SILENCE } from "./mixer"
import type { Playable, Span } from "./playback"

const NOT_YET = "It plays as soon as all of it is composed."
const UNPLAYABLE =
  "This song could not be played: see that the service runs, then press play again."
/** How closely the end of a loop is watched. */
const TICK_MS = 30

export function createStream(audio: HTMLAudioElement, tell: Tell): Engine {
  let song: Playable | null = null
  let span: Span | null = null
  let timer = 0
  let wanted = false

  function start() {
    tell({ state: "loading", problem: null })
    audio.play().catch((problem: DOMException) => {
      if (problem.name === "NotAllowedError")
        pause() // it wants a gesture of its own
      else if (problem.name !== "AbortError") fail() // aborted: another song took its place
    })
  }

  function fail() {
    if (!song?.mp3) return
    wanted = false
    tell({ state: "failed", problem: UNPLAYABLE })
  }

  function load(seconds: number) {
    if (!song?.mp3) return
    audio.src = song.mp3
    audio.currentTime = seconds // before anything is known of it: where playing will begin
  }

  function unload() {
    audio.pause()
    audio.removeAttribute("src")
    audio.load()
  }

  function pause() {
    wanted = false
    audio.pause()
    tell({ state: "paused", problem: null })
  }

  function turn() {
    if (span && audio.currentTime >= span[1]) audio.currentTime = span[0]
  }

  function watching(isOn: boolean) {
    window.clearInterval(timer)
    if (isOn) timer = window.setInterval(turn, TICK_MS)
  }

  const hear = (event: string, act: () => void) =>
    audio.addEventListener(event, () => {
      if (song?.mp3) act()
    })

  hear("playing", () => {
    watching(true)
    tell({ state: "playing", problem: null })
  })
  hear("waiting", () => tell({ state: "loading" }))
  hear("pause", () => {
    watching(false)
    tell({ state: "paused" })
  })
  hear("durationchange", () => {
    if (Number.isFinite(audio.duration)) tell({ seconds: audio.duration })
  })
  hear("error", fail)
  hear("ended", () => {
    audio.currentTime = 0
    tell({ state: "paused" })
  })

  return {
    name: "stream",
    warm() {},
    expect() {},
    /** Safari lets an element play without a gesture if it was told to load in one. */
    unlock() {
      if (!song?.mp3) audio.load()
    },
    play(next, from) {
      const isLoaded = next.mp3 !== null && next.mp3 === song?.mp3 && !audio.error
      song = next
      wanted = true
      if (!next.mp3) {
        unload() // in the gesture, see `unlock`
        tell({ state: "waiting", problem: NOT_YET })
        return
      }
      if (!isLoaded) load(from)
      else if (audio.currentTime !== from) audio.currentTime = from
      start()
    },
    renew(next) {
      const wasThere = song?.mp3
      song = next
      if (wasThere || !next.mp3) return
      load(0)
      if (wanted) start()
    },
    pause,
    seek(seconds) {
      audio.currentTime = seconds
    },
    stop() {
      song = null
      wanted = false
      watching(false)
      unload()
    },
    loop(next) {
      span = next
    },
    setVolume(volume) {
      audio.volume = volume
    },
    position: () => audio.currentTime,
    levels: () => SILENCE,
  }
}
