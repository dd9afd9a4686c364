/**
 * What of the song is in sight as time goes by: moved by hand, by a flick, towards a zoom, or after the
 * playhead. Knows views and time. Does not know notes, events or pictures.
 */
import {
  clamped,
  type Extent,
  following,
  opening,
  paging,
  type Steps,
  scrolled,
  type View,
  xOf,
  zoomed,
} from "../../music/geometry"

/** What the camera goes by in a frame. */
export type Now = {
  readonly seconds: number
  readonly step: number
  readonly loop: Steps | null
  readonly playing: boolean
  /** Who asks for less motion sees pages turn instead. */
  readonly calm: boolean
}

const FOLLOW_SECONDS = 0.09
const ZOOM_SECONDS = 0.055
const ZOOM_STEP = 1.6
const FLICK_SECONDS = 0.33
const SLOWEST_FLICK = 12
const FASTEST_FLICK = 3600
/** Farther than this many times what is in sight, it goes at once. */
const FARTHEST_GLIDE = 1.5

export function createCamera(onFollow: (isFollowing: boolean) => void) {
  let view: View | null = null
  let extent: Extent = { steps: 1, width: 0 }
  let zooming: { to: number; x: number } | null = null
  let goal: number | null = null
  let flick = 0
  let isFollowing = true
  let isHeld = false
  let lastStep: number | null = null

  function setFollowing(on: boolean) {
    goal = null
    lastStep = null
    if (on) flick = 0
    if (on === isFollowing) return
    isFollowing = on
    onFollow(on)
  }

  /** Another song is seen from its beginning. */
  function reset() {
    view = null
    zooming = null
    flick = 0
    setFollowing(true)
  }

  /** What there is to see has changed. */
  function resize(next: Extent, barSteps: number) {
    extent = next
    if (extent.width > 0) view = view ? clamped(view, extent) : opening(extent, barSteps)
  }

  /** Scrolls by hand, which ends following; whether there was anywhere to go. */
  function pan(pixels: number): boolean {
    if (!view) return false
    const next = scrolled(view, pixels, extent)
    if (next.from === view.from) return false
    view = next
    setFollowing(false)
    return true
  }

  /** Nearer or farther in a moment; what is at `x` stays there. */
  function zoom(factor: number, x: number) {
    if (!view) return
    const { zoom: to } = clamped({ ...view, zoom: (zooming?.to ?? view.zoom) * factor }, extent)
    zooming = { to, x }
  }

  /** By a button or a key: around the playhead, or the middle where that isn't in sight. */
  function zoomBy(factor: number) {
    const x = view && lastStep !== null ? xOf(view, lastStep) : -1
    zoom(factor, x >= 0 && x <= extent.width ? x : extent.width / 2)
  }

  /** Nearer or farther at once, under two fingers. */
  function pinch(factor: number, x: number) {
    if (view) view = zoomed(view, factor, x, extent)
  }

  /** Moves on to now; whether it is still on its way. */
  function advance(now: Now): boolean {
    if (!view || extent.width === 0) return false
    if (zooming) glideZoom(now)
    if (flick && !isHeld) glideFlick(now)
    if (isFollowing && !isHeld && now.step !== lastStep) chase(now)
    if (goal !== null) glide(now)
    return zooming !== null || goal !== null || flick !== 0
  }

  function glideZoom({ seconds, calm, step, playing }: Now) {
    if (!view || !zooming) return
    const rest = zooming.to / view.zoom
    const isThere = calm || Math.abs(Math.log(rest)) < 0.004
    const x = isFollowing && playing ? xOf(view, step) : zooming.x
    view = zoomed(view, isThere ? rest : rest ** share(seconds, ZOOM_SECONDS), x, extent)
    if (isThere) zooming = null
  }

  function glideFlick({ seconds, calm }: Now) {
    const hasMoved = !calm && pan(flick * seconds)
    flick *= 1 - share(seconds, FLICK_SECONDS)
    if (!hasMoved || Math.abs(flick) < SLOWEST_FLICK) flick = 0
  }

  function chase({ step, loop, playing, calm }: Now) {
    if (!view) return
    const next = playing && !calm ? following(view, step, extent, loop) : paging(view, step, extent)
    goal = next.from
    lastStep = step
  }

  function glide({ seconds, calm }: Now) {
    if (!view || goal === null) return
    const way = goal - view.from
    const isFar = Math.abs(way) * view.zoom > FARTHEST_GLIDE * extent.width
    const isThere = calm || isFar || Math.abs(way) * view.zoom < 0.2
    const from = isThere ? goal : view.from + way * share(seconds, FOLLOW_SECONDS)
    view = clamped({ ...view, from }, extent)
    if (isThere) goal = null
  }

  return {
    /** Null before there is room for it. */
    view: () => view,
    extent: () => extent,
    isFollowing: () => isFollowing,
    /** From which step on one sees, and how many. */
    seen: () => ({ from: view?.from ?? 0, steps: extent.width / (view?.zoom ?? 1) }),
    reset,
    resize,
    pan,
    zoom,
    pinch,
    zoomIn: () => zoomBy(ZOOM_STEP),
    zoomOut: () => zoomBy(1 / ZOOM_STEP),
    fit: () => zoom(0, extent.width / 2),
    /** Scrolls by hand to a step. */
    lookAt(step: number) {
      if (view) pan((step - view.from) * view.zoom)
    },
    fling(pixelsPerSecond: number) {
      flick = Math.max(-FASTEST_FLICK, Math.min(FASTEST_FLICK, pixelsPerSecond))
    },
    /** A hand rests on the roll: nothing else moves it. */
    hold(on: boolean) {
      isHeld = on
      if (on) flick = 0
    },
    follow: setFollowing,
    advance,
  }
}

export type Camera = ReturnType<typeof createCamera>

/** How much of the way is gone in so many seconds, if most of it takes `calm` seconds. */
function share(seconds: number, most: number): number {
  return 1 - Math.exp(-seconds / most)
}
