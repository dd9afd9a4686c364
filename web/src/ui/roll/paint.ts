/**
 * Paints what of a roll stands still: rows, grid, numbers, notes. Where things go, `music` says.
 * Knows canvases and colours. Does not know what is shown, scrolled, or playing.
 */
import { type Grid, marks, type Steps, stepOf, type View, xOf } from "../../music/geometry"
import { type Box, isBlack, type Lanes, noteBox, pitchY } from "../../music/lanes"
import type { Role } from "../../music/roles"
import { type Notes, roleAt } from "../../music/score"
import { LOUDNESSES, type Look } from "./look"

export type Paint = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

const MOST_RADIUS = 3.5
const PITCHES = 128
const LABEL_ROOM = 60
/** From this width on, a gap shows where a note begins while another one of its pitch still sounds. */
const GAP_FROM = 5

/** Whether this browser can paint at all; where it can't, the roll is only heard and handled. */
export const canPaint = () => typeof OffscreenCanvas !== "undefined"

/** A canvas of so many CSS pixels, sharp on this screen. */
export function sized(canvas: HTMLCanvasElement, width: number, height: number): Paint | null {
  if (!canPaint()) return null
  const density = window.devicePixelRatio
  canvas.width = Math.round(width * density)
  canvas.height = Math.round(height * density)
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  const paint = canvas.getContext("2d")
  paint?.setTransform(density, 0, 0, density, 0, 0)
  return paint
}

/** The rows of the keys and drums, and a line at each octave. */
export function paintRows(paint: Paint, width: number, lanes: Lanes, look: Look) {
  paint.fillStyle = look.ground
  paint.fillRect(0, 0, width, lanes.height)
  for (let pitch = 0; pitch < PITCHES; pitch++) {
    const y = sharp(pitchY(lanes, pitch), look.density)
    if (y < lanes.top - lanes.row || y >= pitchBottom(lanes, look)) continue
    const height = sharp(pitchY(lanes, pitch - 1), look.density) - y
    paint.fillStyle = look.shade
    if (isBlack(pitch)) paint.fillRect(0, y, width, height)
    paint.fillStyle = look.octave
    if (pitch % 12 === 0) paint.fillRect(0, y + height - look.hair, width, look.hair)
  }
  if (lanes.drums.length === 0) return
  paint.fillStyle = look.shade
  paint.fillRect(0, pitchBottom(lanes, look), width, lanes.height - pitchBottom(lanes, look))
  paint.fillStyle = look.line.bar
  paint.fillRect(0, pitchBottom(lanes, look), width, look.hair)
}

/** Bar and beat lines over all rows, and the numbers in the ruler. */
export function paintGrid(
  paint: Paint,
  { view, width, steps }: { view: View; width: number; steps: number },
  { grid, lanes, look }: { grid: Grid; lanes: Lanes; look: Look },
) {
  paint.fillStyle = look.ruler
  paint.fillRect(0, 0, width, lanes.top)
  paint.font = `500 11px ${look.font}`
  paint.textBaseline = "middle"
  const until = Math.min(steps, stepOf(view, width))
  const seen: Steps = [stepOf(view, -LABEL_ROOM), until]
  for (const { step, kind, label } of marks(seen, view.zoom, grid)) {
    const x = sharp(xOf(view, step), look.density)
    paint.fillStyle = look.line[kind === "part" ? "beat" : kind]
    const isPart = kind === "part"
    const top = label ? lanes.top * 0.3 : lanes.top * (kind === "beat" || isPart ? 0.78 : 0.62)
    if (!isPart) paint.fillRect(x, top, look.hair, lanes.height - top)
    else for (let y = lanes.top; y < lanes.height; y += 6) paint.fillRect(x, y, look.hair, 2)
    if (!label) continue
    paint.fillStyle = label.includes(".") ? look.muted : look.text
    paint.fillText(label, x + 6, lanes.top / 2 + 0.5)
  }
  paint.fillStyle = look.line.bar
  paint.fillRect(0, lanes.top - look.hair, width, look.hair)
}

/** Some of the notes, each where it lies and as loud as it is. */
export function paintNotes(
  paint: Paint,
  notes: Notes,
  [first, end]: readonly [number, number],
  { view, lanes, look, dimmed }: Drawn,
) {
  const { density } = look
  for (let at = first; at < end; at++) {
    const role = roleAt(notes, at)
    const loudness = ((notes.velocity[at] ?? 0) * LOUDNESSES) >> 7
    const box = noteBox(notes, at, view, lanes)
    if (box.width > GAP_FROM) {
      paint.fillStyle = role === "drums" ? look.shade : look.ground
      paint.fillRect(sharp(box.x, density) - 1, sharp(box.y, density), 1, box.height)
    }
    paint.fillStyle = (dimmed.has(role) ? look.faint[role] : look.notes[role][loudness]) ?? ""
    paintBox(paint, box, density)
  }
}

export type Drawn = {
  readonly view: View
  readonly lanes: Lanes
  readonly look: Look
  readonly dimmed: ReadonlySet<Role>
}

/** A rounded bar at whole pixels of the screen; too small a one is a plain one. */
function paintBox(paint: Paint, { x, y, width, height }: Box, density: number) {
  const [left, top] = [sharp(x, density), sharp(y, density)]
  const [across, down] = [sharp(width, density), sharp(height, density)]
  if (across < 2.5 || down < 2.5) {
    paint.fillRect(left, top, across, down)
    return
  }
  paint.beginPath()
  paint.roundRect(left, top, across, down, Math.min(MOST_RADIUS, across / 2, down / 2))
  paint.fill()
}

/** Where the rows of pitches end. */
export function pitchBottom(lanes: Lanes, { density }: Look): number {
  return sharp(pitchY(lanes, lanes.range.low - 1), density)
}

/** A length at whole pixels of the screen. */
export function sharp(length: number, density: number): number {
  return Math.round(length * density) / density
}
