/** The mix: which roles are heard, and how loud. Does not know what makes the sound. */
import { ROLES, type Role } from "../music/roles"
import type { Mix, Mixer, Strip } from "./playback"
import { createStore } from "./store"

const UNTOUCHED: Strip = { muted: false, solo: false, level: 1 }
export const AS_COMPOSED: Mix = perRole(() => UNTOUCHED)
const LOUDEST_LEVEL = 1.5
/** What meters show where nothing sounds. */
export const SILENCE = perRole(() => 0)

export function createMixer(): Mixer {
  const { get, set, subscribe } = createStore(AS_COMPOSED)
  return {
    get,
    subscribe,
    set: (role, change) => set({ ...get(), [role]: { ...get()[role], ...change } }),
    reset: () => set(AS_COMPOSED),
  }
}

/** How much each role is amplified: a level of a half is 12 dB less, as of a MIDI volume. */
export function gainsOf(mix: Mix): Readonly<Record<Role, number>> {
  const anySolo = ROLES.some((role) => mix[role].solo)
  return perRole((role) => {
    const { muted, solo, level } = mix[role]
    if (muted || (anySolo && !solo)) return 0
    return Math.min(LOUDEST_LEVEL, Math.max(0, level)) ** 2
  })
}

export function perRole<Value>(value: (role: Role) => Value): Record<Role, Value> {
  return {
    drums: value("drums"),
    bass: value("bass"),
    chords: value("chords"),
    lead: value("lead"),
  }
}
