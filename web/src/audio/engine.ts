/**
 * What can play a song, and tell how it goes: the transport, which plays notes, or the stream.
 * Words only.
 */
import type { Role } from "../music/roles"
import type { Score } from "../music/score"
import type { Playable, Playback, Span } from "./playback"

/** How it goes: what has changed of it. */
export type Tell = (change: Partial<Pick<Playback, "state" | "seconds" | "problem">>) => void

export type Engine = {
  readonly name: Playback["engine"]
  /** Fetches what playing will need. */
  warm(): void
  /** This may be played next: once it is warm, its first notes are made ready. */
  expect(score: Score): void
  /** In a gesture: so that the next song may begin without one. */
  unlock(): void
  play(song: Playable, from: number): void
  /** Something else is known of the song that it has. */
  renew(song: Playable): void
  pause(): void
  seek(seconds: number): void
  stop(): void
  loop(span: Span | null): void
  setVolume(volume: number): void
  position(): number
  levels(): Readonly<Record<Role, number>>
}
