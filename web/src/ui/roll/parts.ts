/** The elements that a roll is made of, from back to front. Knows no more of them than where they lie. */
import classes from "./roll.module.css"

export type Parts = {
  /** Where notes are seen: right of the keys. */
  readonly field: HTMLElement
  /** What scrolls in it. */
  readonly strip: HTMLElement
  /** Over the bars that are not composed yet. */
  readonly veil: HTMLElement
  readonly loop: HTMLElement
  readonly playhead: HTMLElement
  readonly keys: HTMLCanvasElement
  remove(): void
}

export function createParts(stage: HTMLElement): Parts {
  const field = added(stage, "div", classes.field)
  const strip = added(field, "div", classes.strip)
  const parts = {
    field,
    strip,
    veil: added(strip, "div", classes.veil),
    loop: added(strip, "div", classes.loop),
    playhead: added(field, "div", classes.playhead),
    keys: added(stage, "canvas", classes.keys),
  }
  return {
    ...parts,
    remove() {
      field.remove()
      parts.keys.remove()
    },
  }
}

function added<K extends "div" | "canvas">(
  parent: HTMLElement,
  tag: K,
  className: string | undefined,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.className = className ?? ""
  element.setAttribute("aria-hidden", "true")
  parent.append(element)
  return element
}
