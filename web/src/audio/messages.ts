/**
 * What the page, the thread that decodes samples and the thread that plays tell each other.
 * Words only.
 */
import type { Role } from "../music/roles"
import type { Due } from "../music/scheduling"
import type { Score } from "../music/score"

/** A note as an instrument plays it, however long: what samples have to be there for. */
export type Key = {
  readonly role: Role
  readonly program: number
  readonly pitch: number
  readonly velocity: number
}

/** Page → decoder. What it decodes goes through `samples`, to the player. */
export type ToDecoder =
  | { readonly type: "open"; readonly address: string; readonly samples: MessagePort }
  | { readonly type: "prepare"; readonly order: number; readonly keys: readonly Key[] }

/** Decoder → page. Once it `failed`, nothing that was ordered will come. */
export type FromDecoder =
  | { readonly type: "opened"; readonly skeleton: ArrayBuffer }
  | { readonly type: "failed"; readonly problem: string }

/** Decoder → player: a sample, or that an order has all it needs. */
export type Decoded =
  | { readonly type: "sample"; readonly index: number; readonly audio: Float32Array<ArrayBuffer> }
  | { readonly type: "prepared"; readonly order: number }

/** Page → player. */
export type ToBand =
  | { readonly type: "samples"; readonly port: MessagePort }
  | { readonly type: "dress"; readonly mix: Score["mix"] }
  | { readonly type: "play"; readonly notes: readonly Due[] }
  /** Notes that begin from a second of the clock on are not played. */
  | { readonly type: "forget"; readonly from: number }
  /** Silences everything, and forgets it. */
  | { readonly type: "cut" }
  /** How much of each role is sent to the reverb. */
  | { readonly type: "reverb"; readonly amounts: Readonly<Record<Role, number>> }

/** Player → page: the samples of an order are there, or that a little time has passed. */
export type FromBand =
  | { readonly type: "prepared"; readonly order: number }
  | { readonly type: "tick" }

export const BAND = "lstmelody-band"
