/**
 * The player: which song is the present one, how it goes, and which engine plays it: the transport
 * where this browser can play notes, or else the stream.
 * Does not know how either makes sound, nor React, nor the service.
 */
import type { Engine, Tell } from "./engine"
import type { MidiOut, MidiPort } from "./midiOut"
import { createMixer, gainsOf } from "./mixer"
import type { Playable, Playback, Player, Span } from "./playback"
import { createStore } from "./store"
import type { Synth } from "./synth"
import { createTransport } from "./transport"

export type Parts = {
  /** Null where the browser can't have one. */
  readonly synth: Synth | null
  readonly stream: (tell: Tell) => Engine
  readonly midi: MidiOut & MidiPort
  /** Whether a switch on this device may silence the synthesiser. */
  readonly silentSwitch: boolean
  /** Where the volume is remembered. */
  readonly memory: Pick<Storage, "getItem" | "setItem">
}

const VOLUME_KEY = "lstmelody-volume"
const LOUDEST = 1
const FIRST_VOLUME = 0.8

export function createPlayer({ synth, stream, midi, silentSwitch, memory }: Parts): Player {
  const store = createStore(idle(rememberedVolume(memory), synth ? "synth" : "stream"))
  const { get, subscribe } = store
  const mixer = createMixer()
  const streamed = stream((change) => hear("stream", change))
  const played = synth && createTransport(synth, midi, (change) => hear("synth", change))
  let engine: Engine = played ?? streamed

  function set(change: Partial<Playback>) {
    const before = get()
    const names = Object.keys(change) as (keyof Playback)[]
    if (names.some((name) => before[name] !== change[name])) store.set({ ...before, ...change })
  }

  function hear(name: Playback["engine"], change: Parameters<Tell>[0]) {
    const { song } = get()
    if (name !== engine.name || !song) return
    // what can't be played without the instruments can still be heard
    const canStream = change.state === "failed" && engine === played && song.mp3
    if (canStream) begin(streamed, song, engine.position())
    else set(change)
  }

  function begin(next: Engine, song: Playable, from: number) {
    if (next !== engine) engine.stop()
    engine = next
    set({ song, engine: next.name, problem: null })
    next.loop(get().loop)
    next.play(song, from)
  }

  function play(song: Playable, from?: number) {
    const { song: present, state } = get()
    if (song.id !== present?.id || state === "failed") {
      if (present && present.id !== song.id) mixer.reset()
      set({ seconds: 0, loop: null })
      begin(played ?? streamed, song, from ?? 0)
    } else if (!isGoing(state)) begin(engine, song, from ?? engine.position())
    else {
      renew(song)
      if (from !== undefined) seek(from)
    }
  }

  function renew(song: Playable) {
    if (song.id !== get().song?.id) return
    set({ song })
    engine.renew(song)
  }

  function setVolume(volume: number) {
    const kept = Math.min(LOUDEST, Math.max(0, volume))
    memory.setItem(VOLUME_KEY, String(kept))
    set({ volume: kept })
    turnVolume()
  }

  /** A song that is sent to a MIDI port is heard here only if that is wanted. */
  function turnVolume() {
    const { chosen, hereToo } = midi.get()
    const gain = get().volume ** 2
    streamed.setVolume(gain)
    played?.setVolume(chosen && !hereToo ? 0 : gain)
  }

  function mix() {
    const gains = gainsOf(mixer.get())
    synth?.setGains(gains)
    midi.setGains(gains)
  }

  function loop(span: Span | null) {
    set({ loop: span })
    engine.loop(span)
  }

  function toggle() {
    const { song, state } = get()
    if (isGoing(state)) engine.pause()
    else if (song) play(song)
  }

  function seek(seconds: number) {
    const { song, seconds: all } = get()
    if (!song) return
    engine.seek(Math.min(all, Math.max(0, seconds)))
    store.set({ ...get() }) // who shows the position while it is paused
  }

  mixer.subscribe(mix)
  midi.subscribe(turnVolume)
  turnVolume()

  return {
    get,
    subscribe,
    warm: () => engine.warm(),
    expect: (score) => engine.expect(score),
    unlock: () => engine.unlock(),
    position: () => engine.position(),
    play,
    pause: () => engine.pause(),
    renew,
    toggle,
    stop() {
      engine.stop()
      engine = played ?? streamed
      store.set(idle(get().volume, engine.name))
    },
    seek,
    loop,
    setVolume,
    levels: () => engine.levels(),
    mixer,
    midiOut: midi,
    silentSwitch: silentSwitch && synth !== null,
  }
}

/** Whether a song plays, or will as soon as it can. */
export function isGoing(state: Playback["state"]): boolean {
  return state === "loading" || state === "playing" || state === "waiting"
}

function idle(volume: number, engine: Playback["engine"]): Playback {
  return {
    song: null,
    state: "idle",
    seconds: 0,
    loop: null,
    volume,
    problem: null,
    engine,
  }
}

function rememberedVolume(memory: Parts["memory"]): number {
  const volume = Number.parseFloat(memory.getItem(VOLUME_KEY) ?? "")
  return volume >= 0 && volume <= LOUDEST ? volume : FIRST_VOLUME
}
