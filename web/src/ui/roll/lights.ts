/**
 * The light of the notes that sound, as elements over the strip: one comes when a note is struck and goes
 * when it ends, and between those two nothing has to be painted. How it flashes and fades is the style
 * sheet's. Does not know what sounds: it is told.
 */
import { noteBox } from "../../music/lanes"
import { type Notes, roleAt } from "../../music/score"
import { roleColour } from "../roleStyle"
import classes from "./roll.module.css"
import type { Picture } from "./tiles"

type Light = { readonly element: HTMLElement; picture: Picture }

export function createLights(strip: HTMLElement) {
  const burning = new Map<number, Light>()

  /** Lights up these notes, and no others any more. */
  function show(sounding: readonly number[], notes: Notes, picture: Picture) {
    for (const [at, light] of burning) {
      if (sounding.includes(at)) continue
      burning.delete(at)
      light.element.remove()
    }
    for (const at of sounding) {
      const light = burning.get(at)
      if (light?.picture === picture) continue
      const element = light?.element ?? lit()
      place(element, notes, at, picture)
      burning.set(at, { element, picture })
    }
  }

  function lit(): HTMLElement {
    const element = document.createElement("div")
    element.className = classes.light ?? ""
    strip.append(element)
    return element
  }

  return { show }
}

function place(element: HTMLElement, notes: Notes, at: number, { zoom, lanes }: Picture) {
  const { x, y, width, height } = noteBox(notes, at, { from: 0, zoom }, lanes)
  element.style.setProperty("--role", roleColour(roleAt(notes, at)))
  element.style.transform = `translate(${x}px, ${y}px)`
  element.style.width = `${width}px`
  element.style.height = `${height}px`
}

/** How long a drum that was hit lights up. */
export const HIT_SECONDS = 0.16

/** The notes that sound at a step. */
export function soundingAt(
  notes: Notes,
  step: number,
  [first, end]: readonly [number, number],
  stepsPerSecond: number,
): number[] {
  const found: number[] = []
  for (let at = first; at < end; at++) {
    const since = step - (notes.onset[at] ?? 0)
    const isDrum = notes.role[at] === 0
    const lasts = isDrum ? HIT_SECONDS * stepsPerSecond : (notes.duration[at] ?? 0)
    if (since >= 0 && since < lasts) found.push(at)
  }
  return found
}
