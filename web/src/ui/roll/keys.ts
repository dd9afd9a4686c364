/**
 * Paints the left edge of the roll: a keyboard, whose keys light up as they are played, and the names
 * of the drums. Does not know what is shown, scrolled, or playing.
 */
import { type DrumKind, isBlack, type Lanes, pitchY } from "../../music/lanes"
import type { Role } from "../../music/roles"
import type { Look } from "./look"
import { type Paint, pitchBottom, sharp } from "./paint"

const DRUM_NAME: Readonly<Record<DrumKind, string>> = {
  crash: "Crash",
  ride: "Ride",
  hats: "Hats",
  percussion: "Perc",
  toms: "Toms",
  snare: "Snare",
  kick: "Kick",
}
const PITCHES = 128
const SMALLEST_NAMED = 9

/** The keyboard at the left, with the keys that are down in the colours of who plays them. */
export function paintKeys(
  paint: Paint,
  width: number,
  { lanes, look }: { lanes: Lanes; look: Look },
  lit: ReadonlyMap<number, Role>,
) {
  paint.fillStyle = look.ruler
  paint.fillRect(0, 0, width, lanes.height)
  for (let pitch = 0; pitch < PITCHES; pitch++) paintKey(paint, width, { lanes, look, pitch, lit })
  paint.fillStyle = look.ruler
  paint.fillRect(0, 0, width, lanes.top)
  paint.fillRect(0, pitchBottom(lanes, look), width, lanes.height - pitchBottom(lanes, look))
  paint.fillStyle = look.line.bar
  paint.fillRect(width - look.hair, 0, look.hair, lanes.height)
  paint.fillRect(0, lanes.top - look.hair, width, look.hair)
  if (lanes.drums.length) paint.fillRect(0, pitchBottom(lanes, look), width, look.hair)
  if (lanes.drumRow >= SMALLEST_NAMED) paintNames(paint, { lanes, look })
}

function paintNames(paint: Paint, { lanes, look }: { lanes: Lanes; look: Look }) {
  paint.font = `500 ${Math.min(10, lanes.drumRow - 1)}px ${look.font}`
  paint.textBaseline = "middle"
  paint.fillStyle = look.muted
  lanes.drums.forEach((kind, row) => {
    paint.fillText(DRUM_NAME[kind], 6, lanes.drumsTop + (row + 0.5) * lanes.drumRow + 0.5)
  })
}

function paintKey(
  paint: Paint,
  width: number,
  key: { lanes: Lanes; look: Look; pitch: number; lit: ReadonlyMap<number, Role> },
) {
  const { lanes, look, pitch, lit } = key
  const y = sharp(pitchY(lanes, pitch), look.density)
  const height = sharp(pitchY(lanes, pitch - 1), look.density) - y
  if (y + height <= lanes.top || y >= pitchBottom(lanes, look)) return
  const role = lit.get(pitch)
  paint.fillStyle = role ? look.roles[role] : isBlack(pitch) ? look.blackKey : look.whiteKey
  const from = width * 0.62
  paint.fillRect(from, y, (isBlack(pitch) ? 0.62 : 1) * (width - from), height)
  paint.fillStyle = look.ruler
  if (pitch % 12 === 0 || pitch % 12 === 5)
    paint.fillRect(from, y + height - look.hair, width, look.hair)
  if (pitch % 12 !== 0) return
  paint.fillStyle = look.octave
  paint.fillRect(0, y + height - look.hair, width, look.hair)
  paint.font = `500 10px ${look.font}`
  paint.textAlign = "left"
  paint.textBaseline = "alphabetic"
  paint.fillStyle = look.muted
  paint.fillText(`C${pitch / 12 - 1}`, 6, y + height - 3)
}
