/** The four roles of the band, in the order used everywhere. Knows no colours and no sounds. */

export const ROLES = ["drums", "bass", "chords", "lead"] as const

export type Role = (typeof ROLES)[number]

/** How much of each role is asked for: 0 silences, 1 leaves it as the model would play, 5 is most. */
export type Levels = Readonly<Record<Role, number>>

export const MAX_LEVEL = 5

export const AS_IS: Levels = { drums: 1, bass: 1, chords: 1, lead: 1 }

export function isSilent(levels: Levels): boolean {
  return ROLES.every((role) => levels[role] === 0)
}

export function isAsIs(levels: Levels): boolean {
  return ROLES.every((role) => levels[role] === 1)
}

/** `0.3` → `0.3×`, `1` → `1×`; a silenced role says so. */
export function levelWords(level: number): string {
  return level === 0 ? "off" : `${Number(level.toFixed(1))}×`
}
