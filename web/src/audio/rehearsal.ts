/**
 * For tests: songs to play, feeds that grow, a player without sound, and a synthesiser that writes down what it
 * is told.
 */
import type { Due } from "../music/scheduling"
import type { Score, ScoreFeed } from "../music/score"
import type { Key } from "./messages"
import { createMidiOut, type MidiOut, type MidiPort } from "./midiOut"
import { createMixer, perRole, SILENCE } from "./mixer"
import type { Playable, Playback, Player } from "./playback"
import { createStore } from "./store"
import type { Synth } from "./synth"

export function growingFeed(first: Score | null = null): ScoreFeed & { grow(score: Score): void } {
  const { get, set, subscribe } = createStore(first)
  return { get, subscribe, grow: set }
}

export function songOf(id: string, score: Score | null, mp3: string | null = null): Playable {
  return { id, title: `Song ${id}`, feed: growingFeed(score), mp3 }
}

/** Its clock goes with the timers of the test, which are fake; its sound is `lag` late. */
export function writtenSynth({ lag = 0 } = {}) {
  const began = Date.now()
  const written = {
    notes: [] as Due[],
    /** What `prepare` was asked for, one after the other. */
    orders: [] as (readonly Key[])[],
    prepares: (): Promise<void> => Promise.resolve(),
    mix: null as Score["mix"] | null,
    cuts: 0,
    isResting: true,
    gains: perRole(() => 1),
    volume: 1,
    /** What `wake` answers. */
    wakes: (): Promise<boolean> => Promise.resolve(true),
    takeAway: () => {},
  }
  const now = () => (Date.now() - began) / 1000
  const synth: Synth = {
    warm() {},
    wake() {
      written.isResting = false
      return written.wakes()
    },
    rest() {
      written.isResting = true
    },
    now,
    heard: () => now() - lag,
    dress(mix) {
      written.mix = mix
    },
    prepare(keys) {
      written.orders.push(keys)
      return written.prepares()
    },
    play: (notes) => void written.notes.push(...notes),
    forget(from) {
      written.notes = written.notes.filter(({ at }) => at < from)
    },
    cut() {
      written.cuts++
      written.notes = written.notes.filter(({ at }) => at <= now())
    },
    setGains(gains) {
      written.gains = { ...gains }
    },
    setVolume(volume) {
      written.volume = volume
    },
    levels: () => SILENCE,
    onTick: (listen) => void setInterval(listen, 80),
    onTaken(listen) {
      written.takeAway = listen
    },
  }
  return { synth, written, now }
}

/** No port was ever chosen. */
export function noMidi(): MidiOut & MidiPort {
  const nothing = () => {}
  const outputs = { supported: false, outputs: [], chosen: null, hereToo: false, problem: null }
  return {
    get: () => outputs,
    subscribe: () => nothing,
    look: () => Promise.resolve(),
    choose: nothing,
    setHereToo: nothing,
    dress: nothing,
    setGains: nothing,
    play: nothing,
    advance: nothing,
    replan: nothing,
    silence: nothing,
  }
}

const IDLE: Playback = {
  song: null,
  state: "idle",
  seconds: 0,
  loop: null,
  volume: 0.8,
  problem: null,
  engine: "synth",
}

/** A player that does as it is told, and whose time stands still; each song lasts so many seconds. */
export function silentPlayer(part: Partial<Playback> = {}, seconds = 128): Player {
  const store = createStore<Playback>({ ...IDLE, ...part })
  let position = 0
  const set = (change: Partial<Playback>) => store.set({ ...store.get(), ...change })
  return {
    get: store.get,
    subscribe: store.subscribe,
    position: () => position,
    warm() {},
    expect() {},
    unlock() {},
    renew() {},
    play(song, from = 0) {
      position = from
      set({ song, state: "playing", seconds, loop: null })
    },
    pause: () => set({ state: "paused" }),
    toggle: () => set({ state: store.get().state === "playing" ? "paused" : "playing" }),
    stop: () => set(IDLE),
    seek(to) {
      position = to
      set({})
    },
    loop: (loop) => set({ loop }),
    setVolume: (volume) => set({ volume }),
    mixer: createMixer(),
    midiOut: createMidiOut(null),
    silentSwitch: false,
    levels: () => SILENCE,
  }
}
