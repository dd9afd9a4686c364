/**
 * The whole song in a strip, with what is in sight of it in a frame that can be dragged. Paints each note
 * once as it comes. Knows pointers and elements. Does not know where the moments come from.
 */
import { fitted, stepsToShow } from "../../music/geometry"
import { drumRows, lanes } from "../../music/lanes"
import type { Camera } from "./camera"
import type { Look } from "./look"
import classes from "./overview.module.css"
import { type Paint, paintNotes, sized } from "./paint"
import type { Moment } from "./scene"

const MARGIN = 5
const DRUM_ROW = 2
/** So many notes are painted in a frame: 5 ms of a desk's. */
const MOST_NOTES = 4_000

export function createOverview(host: HTMLElement, camera: Camera, changed: () => void) {
  const canvas = document.createElement("canvas")
  const part = (className: string | undefined) => {
    const element = document.createElement("div")
    element.className = className ?? ""
    return element
  }
  const loop = part(classes.loop)
  const [before, after] = [part(classes.before), part(classes.after)]
  const [frame, playhead] = [part(classes.frame), part(classes.tick)]
  host.append(canvas, loop, before, after, frame, playhead)
  let width = 0
  let paint: Paint | null = null
  let painted = { key: "", look: null as Look | null, count: 0 }

  function resize() {
    width = host.clientWidth
    paint = sized(canvas, width, host.clientHeight)
    painted = { key: "", look: null, count: 0 }
  }

  /** Shows a moment; whether notes are left to paint. */
  function draw(moment: Moment, look: Look): boolean {
    const { songNumber, score, view, survey, range, settled, dimmed } = moment
    const steps = stepsToShow(score)
    const all = fitted({ steps, width })
    const drums = drumRows(survey, score.complete)
    const key = [songNumber, steps, range.low, range.high, ...drums, ...dimmed].join()
    const isStale = key !== painted.key || look !== painted.look
    if (isStale) paint?.clearRect(0, 0, width, host.clientHeight)
    const first = isStale ? 0 : painted.count
    const end = Math.min(settled, first + MOST_NOTES)
    if (first < end) {
      const height = host.clientHeight
      const room = { height, top: MARGIN, bottom: height - MARGIN, drumRow: DRUM_ROW, gap: 2 }
      const drawn = { view: all, lanes: lanes(room, range, drums), look, dimmed }
      if (paint) paintNotes(paint, score.notes, [first, end], drawn)
    }
    painted = { key, look, count: end }
    place(moment, {
      from: view.from / steps,
      share: camera.extent().width / view.zoom / steps,
      steps,
    })
    return end < settled
  }

  function place(
    { step, loop: span }: Moment,
    { from, share, steps }: { from: number; share: number; steps: number },
  ) {
    const [left, right] = [nearly(from * width), nearly(Math.min(1, from + share) * width)]
    before.style.transform = `scaleX(${left / width})`
    after.style.transform = `scaleX(${1 - right / width})`
    frame.style.transform = `translate(${left}px)`
    frame.style.width = `${Math.max(6, right - left)}px`
    playhead.style.display = step === null ? "none" : ""
    playhead.style.transform = `translate(${nearly(((step ?? 0) / steps) * width)}px)`
    loop.style.display = span ? "" : "none"
    if (!span) return
    loop.style.transform = `translate(${(span[0] / steps) * width}px)`
    loop.style.width = `${((span[1] - span[0]) / steps) * width}px`
  }

  /** Takes the frame along, or brings it where there was none. */
  function drag(event: PointerEvent) {
    const stepsPerPixel = camera.extent().steps / width
    const x = event.clientX - host.getBoundingClientRect().left
    const seen = camera.seen()
    const inFrame = x * stepsPerPixel - seen.from
    const isInside = inFrame >= 0 && inFrame <= seen.steps
    const held = isInside ? inFrame : seen.steps / 2
    const move = (place: PointerEvent) => {
      camera.lookAt((place.clientX - host.getBoundingClientRect().left) * stepsPerPixel - held)
      changed()
    }
    const stop = new AbortController()
    host.setPointerCapture(event.pointerId)
    host.addEventListener("pointermove", move, { signal: stop.signal })
    host.addEventListener("lostpointercapture", () => stop.abort(), { signal: stop.signal })
    if (!isInside) move(event)
  }
  host.addEventListener("pointerdown", drag)

  return {
    resize,
    draw,
    remove() {
      host.removeEventListener("pointerdown", drag)
      host.replaceChildren()
    },
  }
}

/** To half a pixel: the eye sees no more, and few frames have anything to change. */
const nearly = (pixels: number) => Math.round(pixels * 2) / 2
