/**
 * A song's preview, as the service packs it, unpacked into paths: 96 columns of bits over the song's
 * length, in rows. The three pitched roles share one field; the drums have a strip below.
 * Knows SVG's path language. Knows no colours and no elements.
 */
import type { Role } from "./roles"

type PreviewPaths = Readonly<Record<Role, string>>

const COLUMNS = 96
const ROW_BYTES = COLUMNS / 8
const HEIGHTS = 20
const GAP = 1.4

/** The first row of each role, how many it has, and where they are drawn from. */
const BANDS = {
  bass: { first: 0, rows: HEIGHTS, y: 0 },
  chords: { first: 20, rows: HEIGHTS, y: 0 },
  lead: { first: 40, rows: HEIGHTS, y: 0 },
  drums: { first: 60, rows: 4, y: HEIGHTS + GAP },
} as const
const ROWS = 64

/** The field that the paths lie in: a column and a row are 1 wide and high. */
export const PREVIEW_WIDTH = COLUMNS
export const PREVIEW_HEIGHT = HEIGHTS + GAP + 4

/** A path of strokes for each role, to be drawn with round ends; null if this is no preview. */
export function previewPaths(base64: string): PreviewPaths | null {
  const bytes = unpacked(base64)
  if (bytes?.length !== ROWS * ROW_BYTES) return null
  const path = ({ first, rows, y }: (typeof BANDS)[Role]) => {
    let strokes = ""
    for (let row = 0; row < rows; row++) strokes += strokesOf(bytes, first + row, y + row + 0.5)
    return strokes
  }
  return {
    drums: path(BANDS.drums),
    bass: path(BANDS.bass),
    chords: path(BANDS.chords),
    lead: path(BANDS.lead),
  }
}

/** A row's runs of bits. A stroke's round ends reach half a row beyond it. */
function strokesOf(bytes: Uint8Array, row: number, y: number): string {
  let strokes = ""
  let begun = -1
  for (let column = 0; column <= COLUMNS; column++) {
    const byte = bytes[row * ROW_BYTES + (column >> 3)] ?? 0
    const isOn = column < COLUMNS && (byte >> (7 - (column & 7))) & 1
    if (isOn && begun < 0) begun = column
    if (!isOn && begun >= 0) {
      strokes += `M${begun + 0.5} ${y}h${Math.max(0.01, column - begun - 1)}`
      begun = -1
    }
  }
  return strokes
}

function unpacked(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return null // not base64
  }
}
