/** A role's colour and name, the same wherever it shows. */
import type { Role } from "../music/roles"

export const ROLE_NAME: Readonly<Record<Role, string>> = {
  drums: "Drums",
  bass: "Bass",
  chords: "Chords",
  lead: "Lead",
}

export function roleColour(role: Role): string {
  return `var(--${role})`
}
