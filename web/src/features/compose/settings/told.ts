/** Which instrument each role is asked to play: `lead flute, bass 38` ⇄ a word for each role. Pure. */
import { ROLES, type Role } from "../../../music/roles"

/** A program or a name, for the roles that are told one. */
type Told = Readonly<Partial<Record<Role, string>>>

export function toldIn(text: string): Told {
  const told: Partial<Record<Role, string>> = {}
  for (const part of text.split(",")) {
    const [word = "", ...rest] = part.trim().split(/\s+/)
    const role = ROLES.find((name) => name === word.toLowerCase())
    if (role && rest.length > 0) told[role] = rest.join(" ")
  }
  return told
}

export function textOf(told: Told): string {
  return ROLES.filter((role) => told[role])
    .map((role) => `${role} ${told[role]}`)
    .join(", ")
}
