/**
 * Where a song's notes go in a small picture. Arithmetic only: one SVG path per role, in a box of
 * `ROLL_WIDTH` by `ROLL_HEIGHT`, drums as short strokes in the lowest lane, the rest by pitch above.
 */
import type { Note, Score } from "./midi"
import { ROLES, type Role } from "./roles"

export const ROLL_WIDTH = 1000
export const ROLL_HEIGHT = 100

const DRUM_LANE = 28
const MARGIN = 7
const HIT_WIDTH = 1.5
/** From bass drum to ride; what lies outside is drawn at the edge. */
const DRUM_RANGE = [35, 59] as const

export type RollPaths = Readonly<Record<Role, string>>

export function rollPaths({ notes, ticks }: Score): RollPaths {
  const pitched = notes.filter((note) => note.role !== "drums").map((note) => note.pitch)
  const range = [Math.min(...pitched, 127), Math.max(...pitched, 0)] as const
  const strokes = (role: Role) =>
    notes.filter((note) => note.role === role).map((note) => stroke(note, ticks, range))
  return Object.fromEntries(ROLES.map((role) => [role, strokes(role).join("")])) as RollPaths
}

function stroke(note: Note, ticks: number, range: readonly [number, number]): string {
  const isDrum = note.role === "drums"
  const x = xOf(note.startTick, ticks)
  const width = isDrum ? HIT_WIDTH : Math.max(HIT_WIDTH, xOf(note.endTick, ticks) - x - 1)
  const y = isDrum
    ? ROLL_HEIGHT - MARGIN - share(note.pitch, DRUM_RANGE) * (DRUM_LANE - 2 * MARGIN)
    : ROLL_HEIGHT - DRUM_LANE - share(note.pitch, range) * (ROLL_HEIGHT - DRUM_LANE - 2 * MARGIN)
  return `M${round(x)} ${round(y)}h${round(width)}`
}

function xOf(tick: number, ticks: number): number {
  return ticks ? (tick / ticks) * ROLL_WIDTH : 0
}

/** How far up a range a pitch lies, 0 to 1; the middle of a range without width. */
function share(pitch: number, [low, high]: readonly [number, number]): number {
  return high > low ? Math.min(1, Math.max(0, (pitch - low) / (high - low))) : 0.5
}

function round(x: number): number {
  return Math.round(x * 10) / 10
}
