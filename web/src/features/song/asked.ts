/** What was asked of each role and what it plays, as numbers to draw and words to read. Pure. */
import type { Song } from "../../api/client"
import { ROLES, type Role } from "../../music/roles"
import { counted } from "../../music/words"

export type Asked = {
  readonly role: Role
  /** Times as much as was planned; null where that was left open. */
  readonly asked: number | null
  readonly played: number | null
  readonly notes: number
  /** Of all notes, 0 to 1. */
  readonly share: number
  /** Of a song of which only others were composed anew. */
  readonly kept: boolean
}

export function askedOf({ delivered, recipe }: Pick<Song, "delivered" | "recipe">): Asked[] {
  const redone = redoneIn(recipe)
  return ROLES.flatMap((role) => {
    const one = delivered?.[role]
    if (!one) return []
    const { asked, delivered: played, notes, share } = one
    const kept = redone.length > 0 && !redone.includes(role)
    return [{ role, asked: kept ? null : asked, played, notes, share, kept }]
  })
}

/** The roles that were composed anew in a song that was there. */
export function redoneIn({ redo }: Song["recipe"]): string[] {
  return redo?.split(",").map((word) => word.trim()) ?? []
}

/** In which bars it was counted, where not in nearly all: those that were composed. */
export function whereAsked({ verb, recipe }: Pick<Song, "verb" | "recipe">): string {
  if (recipe.redo_bars) return `in bars ${recipe.redo_bars.replace(/\s*-\s*/, "–")}`
  if (verb === "continue" && recipe.start_bars) return `from bar ${recipe.start_bars + 1} on`
  return ""
}

/** How far the scale reaches: to the most that was asked or played, and a little beyond what was planned. */
export function reachOf(all: readonly Asked[]): number {
  return Math.max(
    1.5,
    ...all.flatMap(({ asked, played, kept }) => (kept ? [] : [asked ?? 0, played ?? 0])),
  )
}

export function times(value: number): string {
  const digits = value < 0.1 ? 2 : 1
  return `${Number(value.toFixed(digits))}×`
}

export function askedInWords({ asked, played, notes, kept }: Asked): string {
  if (kept) return "kept as it was"
  if (asked === null || played === null) return notes ? "nothing was planned" : "not in this song"
  if (asked === 0)
    return notes ? `asked to rest, played ${times(played)}` : "asked to rest, and does"
  return `asked ${times(asked)}, played ${times(played)}`
}

/** As near as the ear takes for the same, and as far as it takes for a little. */
const [NEAR, FAR] = [0.1, 0.35]

export function verdictOn({ asked, played }: Asked): string {
  if (!asked || played === null) return ""
  const off = played / asked - 1
  if (Math.abs(off) <= NEAR) return "as asked"
  return `${Math.abs(off) <= FAR ? "a little" : "much"} ${off > 0 ? "more" : "less"}`
}

export function shareInWords({ notes, share }: Asked): string {
  if (!notes) return "no notes"
  return `${counted(notes, "note")}, ${Math.max(1, Math.round(share * 100))} % of all`
}
