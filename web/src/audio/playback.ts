/**
 * What playing is to everyone who controls or watches it: one song at a time, a place in it, a mix.
 * Words only; `player.ts` does it.
 */
import type { Role } from "../music/roles"
import type { Score, ScoreFeed } from "../music/score"
import type { MidiOut } from "./midiOut"

export type Playable = {
  readonly id: string
  readonly title: string
  readonly feed: ScoreFeed
  /** The service's own MP3, for browsers that can't play notes; null while there is none. */
  readonly mp3: string | null
}

/** From and to, in seconds. */
export type Span = readonly [number, number]

export type Playback = {
  readonly song: Playable | null
  /** `waiting` is for notes that are not composed yet; `loading` for sounds. */
  readonly state: "idle" | "loading" | "playing" | "waiting" | "paused" | "failed"
  /** The length of what is there of the song, in seconds. */
  readonly seconds: number
  readonly loop: Span | null
  /** 0 to 1. */
  readonly volume: number
  /** What went wrong, as a sentence that says what to do. */
  readonly problem: string | null
  /** `synth` plays notes here, with a live mix; `stream` plays the service's MP3, without one. */
  readonly engine: "synth" | "stream"
}

export type Player = {
  get(): Playback
  /** Calls back after each change of `get`; not as time goes by: ask `position` for that. */
  subscribe(listen: () => void): () => void
  /** Seconds into the song right now, as one hears it. Cheap: ask in every frame. */
  position(): number
  /** Gets sounds ready while nobody waits for them. */
  warm(): void
  /** What may be played next, or what begins like it: the first sounds that are made ready. */
  expect(score: Score): void
  /** To be called in a gesture that will lead to `play`, so that browsers let it sound. */
  unlock(): void
  /** Plays a song, from its beginning or from a place; a present one goes on. By a gesture only. */
  play(song: Playable, from?: number): void
  pause(): void
  /** Something else is known of a song, its title or its MP3. Only of the present one. */
  renew(song: Playable): void
  /** Pause, or play on. */
  toggle(): void
  /** Lets go of the song. */
  stop(): void
  seek(seconds: number): void
  loop(span: Span | null): void
  setVolume(volume: number): void
  readonly mixer: Mixer
  readonly midiOut: MidiOut
  /** Whether a switch on this device may keep it silent, which nobody can tell: worth a hint. */
  readonly silentSwitch: boolean
  /** How loud each role sounds right now, 0 to 1; all 0 where nobody can tell. For meters. */
  levels(): Readonly<Record<Role, number>>
}

/** A role in the mix. */
export type Strip = {
  readonly muted: boolean
  readonly solo: boolean
  /** 0 to 1.5; 1 is as loud as it was composed. */
  readonly level: number
}

export type Mix = Readonly<Record<Role, Strip>>

export type Mixer = {
  get(): Mix
  subscribe(listen: () => void): () => void
  set(role: Role, change: Partial<Strip>): void
  reset(): void
}
