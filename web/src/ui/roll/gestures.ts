/**
 * Pointers and wheels on the roll, told as what they mean. One finger or button drags: the loop in the
 * ruler, else the song; a press without a drag seeks; two fingers and ctrl + wheel zoom.
 * Knows events. Does not know the song.
 */
import type { Steps } from "../../music/geometry"
import type { Camera } from "./camera"
import type { Grip, Hands } from "./hands"

/** Where on the stage the field and, in it, the rows begin. */
export type Edges = { readonly left: number; readonly top: number }

type Press = {
  readonly startX: number
  readonly inRuler: boolean
  readonly grip: Grip
  readonly loop: Steps | null
  hasMoved: boolean
  /** Pixels a second, lately. */
  speed: number
  at: number
}

const STILL = { mouse: 4, touch: 9 }
const GRIP_SLOP = { mouse: 7, touch: 20 }
const WHEEL_LINE = 18
const WHEEL_PAGE = 320
const MOST_WHEEL = 40
/** A finger that rested so long before it left does not flick. */
const REST_MS = 60

export function listenToHands(
  stage: HTMLElement,
  { camera, hands, edges, changed }: Told,
): () => void {
  const pointers = new Map<number, number>()
  let press: Press | null = null

  const xOn = (event: MouseEvent) =>
    event.clientX - stage.getBoundingClientRect().left - edges().left
  const isInRuler = (event: MouseEvent) =>
    hands.canLoop() && event.clientY - stage.getBoundingClientRect().top < edges().top
  const kindOf = (event: PointerEvent) => (event.pointerType === "mouse" ? "mouse" : "touch")

  function down(event: PointerEvent) {
    if (event.button !== 0) return
    stage.setPointerCapture(event.pointerId)
    const x = xOn(event)
    pointers.set(event.pointerId, x)
    camera.hold(true)
    if (pointers.size > 1) return lift(false)
    const inRuler = isInRuler(event)
    press = {
      startX: x,
      inRuler,
      grip: hands.gripAt(x, GRIP_SLOP[kindOf(event)]),
      loop: hands.loop(),
      hasMoved: false,
      speed: 0,
      at: event.timeStamp,
    }
  }

  function move(event: PointerEvent) {
    const before = pointers.get(event.pointerId)
    if (before === undefined) return showGrip(event)
    const x = xOn(event)
    if (pointers.size === 2) pinch(event.pointerId, before, x)
    if (press && Math.abs(x - press.startX) > STILL[kindOf(event)]) press.hasMoved = true
    if (press?.hasMoved && press.inRuler) hands.dragLoop(press.grip, press.startX, x, press.loop)
    if (press?.hasMoved && !press.inRuler) drag(press, before, x, event.timeStamp)
    if (press && !press.hasMoved) return
    pointers.set(event.pointerId, x)
    changed()
  }

  function drag(held: Press, before: number, x: number, now: number) {
    stage.dataset.grip = "song"
    camera.pan(before - x)
    const milliseconds = Math.max(1, now - held.at)
    held.speed = 0.6 * held.speed + 0.4 * (((before - x) / milliseconds) * 1000)
    held.at = now
  }

  function pinch(moved: number, before: number, x: number) {
    const [other] = [...pointers].filter(([id]) => id !== moved).map(([, place]) => place)
    if (other === undefined) return
    const [was, is] = [Math.abs(before - other), Math.abs(x - other)]
    camera.pan((before - x) / 2)
    if (was > 8 && is > 8) camera.pinch(is / was, (x + other) / 2)
  }

  function up(event: PointerEvent) {
    if (!pointers.delete(event.pointerId)) return
    const isClick = press && !press.hasMoved && event.type === "pointerup"
    if (isClick) hands.seekX(xOn(event))
    else if (press && !press.inRuler && event.timeStamp - press.at < REST_MS)
      camera.fling(press.speed)
    lift(event.type === "pointerup")
    if (pointers.size === 0) camera.hold(false)
  }

  /** The press is over, or became something else. */
  function lift(isMeant: boolean) {
    if (press?.inRuler) hands.dropLoop(isMeant && press.hasMoved)
    press = null
    delete stage.dataset.grip
    changed()
  }

  function wheel(event: WheelEvent) {
    const unit = [1, WHEEL_LINE, WHEEL_PAGE][event.deltaMode] ?? 1
    if (event.ctrlKey || event.metaKey) {
      const pixels = Math.max(-MOST_WHEEL, Math.min(MOST_WHEEL, event.deltaY * unit))
      camera.zoom(Math.exp(-pixels * 0.009), xOn(event))
      event.preventDefault()
    } else {
      const isAcross = Math.abs(event.deltaX) > Math.abs(event.deltaY)
      // where the song ends, the page scrolls on
      if (camera.pan((isAcross ? event.deltaX : event.deltaY) * unit)) event.preventDefault()
    }
    changed()
  }

  function showGrip(event: PointerEvent) {
    stage.dataset.over = isInRuler(event) ? hands.gripAt(xOn(event), GRIP_SLOP.mouse) : "song"
  }

  const stop = new AbortController()
  const { signal } = stop
  stage.addEventListener("pointerdown", down, { signal })
  stage.addEventListener("pointermove", move, { signal })
  stage.addEventListener("pointerup", up, { signal })
  stage.addEventListener("pointercancel", up, { signal })
  stage.addEventListener("wheel", wheel, { signal, passive: false })
  return () => stop.abort()
}

type Told = {
  readonly camera: Camera
  readonly hands: Hands
  readonly edges: () => Edges
  /** Something is to be drawn. */
  readonly changed: () => void
}
