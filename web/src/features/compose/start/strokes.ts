/** Where a starter's few bars go in a small picture: a path for each role. Arithmetic only. */
import type { Role } from "../../../music/roles"
import { roleAt, type Score } from "../../../music/score"

export const PICTURE_WIDTH = 400
export const PICTURE_HEIGHT = 64

const DRUM_LANE = 14
const MARGIN = 5
const GAP = 1.5
const HIT_WIDTH = 1.5
/** From bass drum to ride; what lies outside is drawn at the edge. */
const DRUMS = [35, 59] as const

export function picturePaths({ notes, bars, barSteps }: Score): Readonly<Record<Role, string>> {
  const paths: Record<Role, string> = { drums: "", bass: "", chords: "", lead: "" }
  const pitches: [number, number] = [127, 0]
  for (let at = 0; at < notes.count; at++) {
    if (roleAt(notes, at) === "drums") continue
    const pitch = notes.pitch[at] ?? 0
    pitches[0] = Math.min(pitches[0], pitch)
    pitches[1] = Math.max(pitches[1], pitch)
  }
  const scale = PICTURE_WIDTH / Math.max(1, bars * barSteps)
  for (let at = 0; at < notes.count; at++) {
    const role = roleAt(notes, at)
    const isDrum = role === "drums"
    const pitch = notes.pitch[at] ?? 0
    const width = isDrum ? HIT_WIDTH : Math.max(HIT_WIDTH, (notes.duration[at] ?? 0) * scale - GAP)
    const y = isDrum ? drumHeight(pitch) : pitchHeight(pitch, pitches)
    paths[role] += `M${rounded((notes.onset[at] ?? 0) * scale)} ${rounded(y)}h${rounded(width)}`
  }
  return paths
}

function drumHeight(pitch: number): number {
  return PICTURE_HEIGHT - MARGIN - shareOf(pitch, DRUMS) * (DRUM_LANE - MARGIN)
}

function pitchHeight(pitch: number, pitches: readonly [number, number]): number {
  const lowest = PICTURE_HEIGHT - DRUM_LANE - MARGIN
  return lowest - shareOf(pitch, pitches) * (lowest - MARGIN)
}

/** How far up a range a pitch lies, 0 to 1; the middle of a range without width. */
function shareOf(pitch: number, [low, high]: readonly [number, number]): number {
  return high > low ? Math.min(1, Math.max(0, (pitch - low) / (high - low))) : 0.5
}

function rounded(x: number): number {
  return Math.round(x * 10) / 10
}
