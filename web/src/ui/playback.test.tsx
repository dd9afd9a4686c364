import { act, render, screen } from "@testing-library/react"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { createPlayer } from "../audio/player"
import { noMidi, songOf, writtenSynth } from "../audio/rehearsal"
import { createStream } from "../audio/stream"
import { beats, scoreOf } from "../music/rehearsal"
import { PlayerProvider, useMix, usePosition, useSongPlayback } from "./playback"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const song = (id: string) => songOf(id, scoreOf(beats(4)))

function openPlayer() {
  const audio = new Audio()
  audio.load = vi.fn() // jsdom has no sound
  audio.pause = vi.fn()
  return createPlayer({
    synth: writtenSynth().synth,
    stream: (tell) => createStream(audio, tell),
    midi: noMidi(),
    silentSwitch: false,
    memory: { getItem: () => null, setItem() {} },
  })
}

const after = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000))

test("a card of a song that doesn't play is never drawn again", async () => {
  const player = openPlayer()
  const drawn = { a: 0, b: 0 }
  const Card = ({ id }: { id: "a" | "b" }) => {
    drawn[id]++
    return <p>{`${id} ${useSongPlayback(id).state}`}</p>
  }
  render(
    <PlayerProvider player={player}>
      <Card id="a" />
      <Card id="b" />
    </PlayerProvider>,
  )
  act(() => player.play(song("a")))
  await after(1)
  act(() => player.pause())
  act(() => player.setVolume(0.1))
  expect(screen.getByText("a paused")).toBeDefined()
  expect(screen.getByText("b idle")).toBeDefined()
  expect(drawn.b).toBe(1)
  act(() => player.play(song("b")))
  expect(screen.getByText("a idle")).toBeDefined()
})

test("a clock follows the song, and a seek while it is paused", async () => {
  const player = openPlayer()
  const Clock = () => <p>{usePosition().toFixed(1)}</p>
  render(
    <PlayerProvider player={player}>
      <Clock />
    </PlayerProvider>,
  )
  act(() => player.play(song("a")))
  await after(1.05)
  expect(screen.getByText("1.0")).toBeDefined()
  act(() => player.pause())
  act(() => player.seek(6.5))
  expect(screen.getByText("6.5")).toBeDefined()
})

test("faders show the mix", () => {
  const player = openPlayer()
  const Fader = () => <p>{String(useMix().lead.level)}</p>
  render(
    <PlayerProvider player={player}>
      <Fader />
    </PlayerProvider>,
  )
  act(() => player.mixer.set("lead", { level: 0.5 }))
  expect(screen.getByText("0.5")).toBeDefined()
})
