/**
 * Where in a song one looks on a piano roll, and what a scroll, a zoom or a loop means there.
 * Knows steps and pixels. Knows no pitches (`lanes.ts`), no canvas, no colours and no events.
 */
import type { Score } from "./score"

/** The step at the left edge, and how many pixels a step is wide. */
export type View = { readonly from: number; readonly zoom: number }

/** How many steps there are to see, and how many pixels to see them in. */
export type Extent = { readonly steps: number; readonly width: number }

/** From and to, in steps. */
export type Steps = readonly [number, number]

export const MAX_ZOOM = 40
const ENDLESS_BARS = 16
const BARS_AHEAD = 8

export const xOf = (view: View, step: number) => (step - view.from) * view.zoom

export const stepOf = (view: View, x: number) => view.from + x / view.zoom

/** How long the roll is: the song, or of one without end what is there and some empty bars. */
export function stepsToShow({ bars, barsTotal, barSteps, complete }: Score): number {
  const open = Math.max(ENDLESS_BARS, bars + BARS_AHEAD)
  return Math.max(1, complete ? bars : (barsTotal ?? open)) * barSteps
}

/** The whole song at once. */
export function fitted({ steps, width }: Extent): View {
  return { from: 0, zoom: Math.min(MAX_ZOOM, width / steps) }
}

/** How a song is first seen: about a dozen bars on a desk, four on a phone. */
export function opening(extent: Extent, barSteps: number): View {
  const barWidth = Math.min(136, Math.max(84, extent.width / 12))
  return clamped({ from: 0, zoom: barWidth / barSteps }, extent)
}

/** The nearest view that shows nothing before or after the song. */
export function clamped({ from, zoom }: View, extent: Extent): View {
  const near = Math.min(MAX_ZOOM, Math.max(fitted(extent).zoom, zoom))
  const last = Math.max(0, extent.steps - extent.width / near)
  return { from: Math.min(last, Math.max(0, from)), zoom: near }
}

export function scrolled(view: View, pixels: number, extent: Extent): View {
  return clamped({ ...view, from: view.from + pixels / view.zoom }, extent)
}

/** Nearer or farther by a factor; what is at `x` stays there. */
export function zoomed(view: View, factor: number, x: number, extent: Extent): View {
  const { zoom } = clamped({ ...view, zoom: view.zoom * factor }, extent)
  return clamped({ from: stepOf(view, x) - x / zoom, zoom }, extent)
}

/** The steps of a beat that one taps to: a quarter, or three eighths in 6/8 and 12/8. */
export function beatSteps({ meter, stepsPerBeat }: Pick<Score, "meter" | "stepsPerBeat">): number {
  return meter.endsWith("/8") ? (stepsPerBeat * 3) / 2 : stepsPerBeat
}

export type Grid = { readonly bar: number; readonly beat: number }

/** A line of the grid; `phrase` is the bar line that the eye may count by. */
export type Mark = {
  readonly step: number
  readonly kind: "phrase" | "bar" | "beat" | "part"
  readonly label: string | null
}

const LABEL_WIDTH = 46
const LINE_WIDTH = 9
const BEAT_WIDTH = 13
const BEAT_LABEL_WIDTH = 84
const PART_WIDTH = 18

/** Every how many bars something can stand that takes up so many pixels. */
export function everyBars(barWidth: number, pixels: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(pixels / barWidth)))
}

/** The lines of the grid from one step to another, and their numbers, as dense as the zoom allows. */
export function marks([from, to]: Steps, zoom: number, { bar, beat }: Grid): Mark[] {
  const every = everyBars(bar * zoom, LINE_WIDTH)
  const labelled = everyBars(bar * zoom, LABEL_WIDTH)
  const found: Mark[] = []
  for (let at = Math.max(0, Math.floor(from / bar / every) * every); at * bar < to; at += every) {
    const isPhrase = at % (4 * every) === 0
    const label = at % labelled === 0 ? String(at + 1) : null
    found.push({ step: at * bar, kind: isPhrase ? "phrase" : "bar", label })
    if (every === 1) found.push(...marksInBar(at, zoom, { bar, beat }))
  }
  return found
}

function marksInBar(at: number, zoom: number, { bar, beat }: Grid): Mark[] {
  if (beat * zoom < BEAT_WIDTH) return []
  const parts = (beat / 4) * zoom < PART_WIDTH ? 1 : 4
  return Array.from({ length: (bar / beat) * parts - 1 }, (_, index) => {
    const [number, part] = [Math.floor((index + 1) / parts), (index + 1) % parts]
    const isLabelled = part === 0 && beat * zoom >= BEAT_LABEL_WIDTH
    return {
      step: at * bar + ((index + 1) * beat) / parts,
      kind: part === 0 ? "beat" : "part",
      label: isLabelled ? `${at + 1}.${number + 1}` : null,
    }
  })
}

/** What a loop keeps to: bars, or beats once they are wide enough to aim at. */
export function loopGrid(zoom: number, { bar, beat }: Grid): number {
  return beat * zoom >= 40 ? beat : bar
}

/** The loop that a drag from one step to another asks for: all bars or beats that it touches. */
export function loopOver(a: number, b: number, grid: number, steps: number): Steps {
  const start = Math.floor(Math.max(0, Math.min(a, b)) / grid) * grid
  const end = Math.ceil(Math.min(steps, Math.max(a, b)) / grid) * grid
  return [Math.min(start, steps - grid), Math.max(end, Math.min(start, steps - grid) + grid)]
}

/** The loop with one of its ends, or all of it, taken elsewhere by a drag. */
export function loopMoved(
  [start, end]: Steps,
  grip: "start" | "end" | "body",
  by: number,
  { grid, steps }: { grid: number; steps: number },
): Steps {
  const snap = (step: number) => Math.round(step / grid) * grid
  if (grip === "start") return [Math.max(0, Math.min(end - grid, snap(start + by))), end]
  if (grip === "end") return [start, Math.min(steps, Math.max(start + grid, snap(end + by)))]
  const to = Math.max(0, Math.min(steps - (end - start), snap(start + by)))
  return [to, to + end - start]
}

/** What of the loop lies under a pointer at `x`, within `slop` pixels of an end. */
export function loopGrip(
  view: View,
  loop: Steps | null,
  x: number,
  slop: number,
): "start" | "end" | "body" | null {
  if (!loop) return null
  const [start, end] = [xOf(view, loop[0]), xOf(view, loop[1])]
  const inside = Math.min(slop, (end - start) / 3)
  if (x >= start - slop && x <= start + inside) return "start"
  if (x >= end - inside && x <= end + slop) return "end"
  return x > start && x < end ? "body" : null
}

const PLAYHEAD_AT = 0.32
const PAGE_TURN = 0.94
const LOOP_SHARE = 0.92

/** Where a view goes that follows the playhead: it keeps it in one place, and a loop in sight. */
export function following(view: View, step: number, extent: Extent, loop: Steps | null): View {
  const span = extent.width / view.zoom
  if (loop && loop[1] - loop[0] <= span * LOOP_SHARE && step >= loop[0] && step <= loop[1]) {
    if (loop[0] >= view.from && loop[1] <= view.from + span) return clamped(view, extent)
    return clamped({ ...view, from: (loop[0] + loop[1] - span) / 2 }, extent)
  }
  return clamped({ ...view, from: step - span * PLAYHEAD_AT }, extent)
}

/** The same for whom moving things disturb: a page at a time. */
export function paging(view: View, step: number, extent: Extent): View {
  const span = extent.width / view.zoom
  if (step >= view.from && step <= view.from + span * PAGE_TURN) return clamped(view, extent)
  return clamped({ ...view, from: step - span * (1 - PAGE_TURN) }, extent)
}
