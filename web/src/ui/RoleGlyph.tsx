/** Each role as a few notes of a piano roll: a beat, a long low note, a chord, a rising line. */
import type { Role } from "../music/roles"
import { roleColour } from "./roleStyle"

const NOTES: Readonly<Record<Role, string>> = {
  drums: "M3 12h.01M8 12h.01M13 12h.01M8 5h.01",
  bass: "M3 12h6M12 9h1",
  chords: "M3 4h10M3 8h10M3 12h10",
  lead: "M3 12h1.5M7 8h2M11.5 4h1.5",
}

export function RoleGlyph({ role, size = 16 }: { role: Role; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={NOTES[role]}
        stroke={roleColour(role)}
        strokeWidth={role === "drums" ? 3 : 2.4}
        strokeLinecap="round"
      />
    </svg>
  )
}
