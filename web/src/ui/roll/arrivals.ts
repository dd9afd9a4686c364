/**
 * Notes that just came, each lot of them in a canvas that appears, until they are there to stay. The
 * appearing is the style sheet's. Does not know when notes come.
 */

import { noteBox } from "../../music/lanes"
import type { Notes } from "../../music/score"
import { paintNotes } from "./paint"
import classes from "./roll.module.css"
import { createStills, type Still } from "./still"
import type { Picture } from "./tiles"

/** Notes that came together, so long ago. */
export type Arrival = { readonly first: number; readonly end: number; readonly ageMs: number }

type Shown = { readonly first: number; readonly picture: Picture; readonly still: Still }

const MARGIN = 2
const MOST_PIXELS = 2048

export function createArrivals(strip: HTMLElement) {
  const stills = createStills()
  let shown: readonly Shown[] = []

  /** Shows these, and no others any more. */
  function show(arrivals: readonly Arrival[], notes: Notes, picture: Picture) {
    const isWanted = ({ first, picture: painted }: Shown) =>
      painted === picture && arrivals.some((arrival) => arrival.first === first)
    for (const one of shown) if (!isWanted(one)) one.still.canvas.remove()
    const kept = shown.filter(isWanted)
    const fresh = arrivals.filter(({ first }) => !kept.some((one) => one.first === first))
    shown = [...kept, ...fresh.map((arrival) => appearing(arrival, notes, picture))]
  }

  function appearing(arrival: Arrival, notes: Notes, picture: Picture): Shown {
    const { first, end, ageMs } = arrival
    const still = stills.make(true)
    strip.append(still.canvas)
    const [left, right] = reach(arrival, notes, picture)
    const view = { from: left / picture.zoom, zoom: picture.zoom }
    still.canvas.className = classes.arrival ?? ""
    still.canvas.style.left = `${left}px`
    still.canvas.style.animationDelay = `${-ageMs}ms`
    still.paint(Math.min(MOST_PIXELS, right - left), picture.lanes.height, (paint) =>
      paintNotes(paint, notes, [first, end], { ...picture, view }),
    )
    return { first, picture, still }
  }

  return { show }
}

/** From which pixel of the strip to which they lie. */
function reach({ first, end }: Arrival, notes: Notes, { zoom, lanes }: Picture) {
  let [left, right] = [Number.POSITIVE_INFINITY, 0]
  for (let at = first; at < end; at++) {
    const { x, width } = noteBox(notes, at, { from: 0, zoom }, lanes)
    left = Math.min(left, Math.floor(x) - MARGIN)
    right = Math.max(right, Math.ceil(x + width) + MARGIN)
  }
  return [Math.max(0, left), right] as const
}
