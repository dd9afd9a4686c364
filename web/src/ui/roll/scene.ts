/**
 * All that is seen of a roll, put in its place for one moment: what stands still, what moves over it,
 * the keys, the loop, the playhead. Knows sizes and elements. Does not know where the moments come from.
 */
import { type Steps, stepsToShow, type View, xOf } from "../../music/geometry"
import { between, drumRows, lanes, type Room, type Survey } from "../../music/lanes"
import type { Role } from "../../music/roles"
import { roleAt, type Score } from "../../music/score"
import { tempoAt } from "../../music/time"
import { type Arrival, createArrivals } from "./arrivals"
import type { Seen } from "./growth"
import { gridOf } from "./hands"
import { paintKeys } from "./keys"
import { createLights, HIT_SECONDS, soundingAt } from "./lights"
import { readLook } from "./look"
import { type Paint, sized } from "./paint"
import { createParts } from "./parts"
import { createTiles, type Picture, type Shown } from "./tiles"

export type Moment = Seen & {
  readonly score: Score
  readonly view: View
  readonly survey: Survey
  /** So many notes are there to stay. */
  readonly settled: number
  readonly arrivals: readonly Arrival[]
  /** Where the playhead is, and whether it moves; null for a song that nobody plays. */
  readonly step: number | null
  readonly playing: boolean
  readonly loop: Steps | null
  readonly dimmed: ReadonlySet<Role>
}

const COMPACT_WIDTH = 640
const LANE_GAP = 6
type Size = {
  readonly width: number
  readonly height: number
  readonly gutter: number
  readonly room: Room
}

export function createScene(stage: HTMLElement) {
  const parts = createParts(stage)
  const tiles = createTiles(parts.strip)
  const arrivals = createArrivals(parts.strip)
  const lights = createLights(parts.strip)
  let size = sizeOf(stage)
  let look = readLook(stage)
  let keysPaint: Paint | null = null
  let picture: Picture | null = null
  let keysKey = ""

  function resize() {
    size = sizeOf(stage)
    look = readLook(stage)
    parts.field.style.left = `${size.gutter}px`
    keysPaint = sized(parts.keys, size.gutter, size.height)
    picture = null
    keysKey = ""
  }

  /** Shows a moment; whether something out of sight is left to paint. */
  function draw(moment: Moment): boolean {
    const view = atWholePixels(moment.view)
    const still = pictureOf(moment)
    const { notes } = moment.score
    const shown: Shown = { notes, count: moment.settled, longest: moment.survey.longest }
    const hasMore = tiles.show(still, shown, view, size.width)
    place(moment, view)
    const sounding = moment.playing ? soundsOf(moment) : []
    arrivals.show(moment.arrivals, notes, still)
    lights.show(sounding, notes, still)
    drawKeys(still, moment, sounding)
    return hasMore
  }

  function pictureOf({ songNumber, score, view, range, survey, dimmed }: Moment): Picture {
    const [steps, drums] = [stepsToShow(score), drumRows(survey, score.complete)]
    const { bar, beat } = gridOf(score)
    const what = [songNumber, bar, beat, steps, range.low, range.high, ...drums, ...dimmed].join()
    const { zoom } = view
    if (picture?.what === what && picture.zoom === zoom && picture.look === look) return picture
    const rows = lanes(size.room, range, drums)
    picture = { zoom, what, grid: { bar, beat }, steps, lanes: rows, look, dimmed }
    return picture
  }

  function place({ score, step, loop, edge }: Moment, view: View) {
    const at = (x: number) => `translate3d(${x}px, 0, 0)`
    parts.strip.style.transform = at(-view.from * view.zoom)
    parts.veil.style.transform = at(edge * score.barSteps * view.zoom)
    shown(parts.veil, !score.complete || edge < score.bars)
    shown(parts.loop, loop !== null)
    if (loop) {
      parts.loop.style.transform = at(loop[0] * view.zoom)
      parts.loop.style.width = `${(loop[1] - loop[0]) * view.zoom}px`
    }
    const x = step === null ? -1 : Math.round(xOf(view, step) * 2) / 2
    shown(parts.playhead, step !== null && x >= -1 && x <= size.width + 1)
    parts.playhead.style.transform = at(x)
  }

  function drawKeys(
    { what, lanes: rows }: Picture,
    { score }: Moment,
    sounding: readonly number[],
  ) {
    const lit = new Map<number, Role>()
    for (const at of sounding) {
      const role = roleAt(score.notes, at)
      if (role !== "drums") lit.set(score.notes.pitch[at] ?? 0, role)
    }
    const key = `${what} ${[...lit]}`
    if (key === keysKey || !keysPaint) return
    keysKey = key
    paintKeys(keysPaint, size.gutter, { lanes: rows, look }, lit)
  }

  return {
    draw,
    resize,
    size: () => size,
    look: () => look,
    remove: parts.remove,
  }
}

/** The notes that sound and can be heard. */
function soundsOf({ score, survey, step, dimmed }: Moment): number[] {
  if (step === null) return []
  const stepsPerSecond = (tempoAt(score.tempos, step) / 60) * score.stepsPerBeat
  const longest = Math.max(survey.longest, HIT_SECONDS * stepsPerSecond)
  const seen = between(score.notes, [step, step + 1e-6], longest)
  const sounding = soundingAt(score.notes, step, seen, stepsPerSecond)
  return sounding.filter((at) => !dimmed.has(roleAt(score.notes, at)))
}

function sizeOf(stage: HTMLElement): Size {
  const { clientWidth, clientHeight: height } = stage
  const isCompact = clientWidth < COMPACT_WIDTH
  const gutter = isCompact ? 38 : 54
  const drumRow = Math.max(9, Math.min(14, Math.round(height / 42)))
  const top = isCompact ? 34 : 30
  const room = { height, top, bottom: height - LANE_GAP, drumRow, gap: LANE_GAP }
  return { width: Math.max(0, clientWidth - gutter), height, gutter, room }
}

/** Between two pixels of the screen, all of the roll would be blurred. */
function atWholePixels({ from, zoom }: View): View {
  const density = window.devicePixelRatio
  return { from: Math.round(from * zoom * density) / density / zoom, zoom }
}

/** Unlike `hidden`, this changes nothing where nothing changes. */
function shown(element: HTMLElement, isShown: boolean) {
  element.style.display = isShown ? "" : "none"
}
