/** The MIDI channel, from 0, on which each role plays, here and out of a port. */
import type { Role } from "../music/roles"

/** General MIDI has its drums on the tenth. */
export const CHANNELS: Readonly<Record<Role, number>> = { drums: 9, bass: 0, chords: 1, lead: 2 }
