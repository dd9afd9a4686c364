/**
 * What hands do to a roll, in its own pixels: seek, loop, scroll, zoom. Turns pixels into seconds of the
 * song. Does not know which gesture or key it was, nor how any of it is drawn.
 */
import type { Span } from "../../audio/playback"
import {
  beatSteps,
  type Grid,
  loopGrid,
  loopGrip,
  loopMoved,
  loopOver,
  type Steps,
  stepOf,
} from "../../music/geometry"
import type { Score } from "../../music/score"
import { secondsAt, secondsOf, stepAt } from "../../music/time"
import type { Camera } from "./camera"

export type Wishes = {
  readonly loop: Span | null
  readonly position?: (() => number) | undefined
  readonly onSeek: (seconds: number) => void
  readonly onLoop?: ((span: Span | null) => void) | undefined
}

export type Grip = "start" | "end" | "body" | "new"

export function createHands(camera: Camera, score: () => Score, wishes: () => Wishes) {
  /** A loop that is being dragged: it is asked for when it is let go. */
  let draft: Steps | null = null

  const here = () => tidy(stepAt(score(), wishes().position?.() ?? 0))
  const stepAtX = (x: number) => stepOf(camera.view() ?? { from: 0, zoom: 1 }, x)

  function loop(): Steps | null {
    const asked = wishes().loop
    if (draft || !asked) return draft
    return [tidy(stepAt(score(), asked[0])), tidy(stepAt(score(), asked[1]))]
  }

  function seekStep(step: number) {
    const seconds = secondsAt(score(), Math.max(0, step))
    wishes().onSeek(Math.min(seconds, secondsOf(score())))
  }

  function askLoop([start, end]: Steps) {
    wishes().onLoop?.([secondsAt(score(), start), secondsAt(score(), end)])
  }

  function gripAt(x: number, slop: number): Grip {
    const view = camera.view()
    return (view && loopGrip(view, loop(), x, slop)) ?? "new"
  }

  function dragLoop(grip: Grip, fromX: number, toX: number, before: Steps | null) {
    const steps = score().bars * score().barSteps
    const grid = loopGrid(camera.view()?.zoom ?? 1, gridOf(score()))
    if (steps === 0) return
    const [a, b] = [stepAtX(fromX), stepAtX(toX)]
    if (grip === "new") draft = loopOver(a, b, grid, steps)
    else if (before) draft = loopMoved(before, grip, b - a, { grid, steps })
  }

  return {
    here,
    loop,
    seekStep,
    seekX: (x: number) => seekStep(stepAtX(x)),
    canLoop: () => wishes().onLoop !== undefined,
    gripAt,
    dragLoop,
    dropLoop(isMeant: boolean) {
      if (draft && isMeant) askLoop(draft)
      if (!isMeant) draft = null
    },
    /** What was asked for has been answered. */
    forgetDraft() {
      draft = null
    },
    /** No loop, or where there is none, this bar. */
    toggleLoop() {
      const { bars, barSteps } = score()
      if (wishes().loop) return wishes().onLoop?.(null)
      if (bars > 0) askLoop(loopOver(here(), here(), barSteps, bars * barSteps))
    },
    /** This bar as the loop's first, or its last. */
    loopFrom: (end: "start" | "end") => {
      const { bars, barSteps } = score()
      const bar = Math.floor(here() / barSteps) * barSteps
      const [start, stop] = loop() ?? [bar, bar + barSteps]
      if (bars === 0) return
      if (end === "start") askLoop([bar, Math.max(stop, bar + barSteps)])
      else askLoop([Math.min(start, bar), bar + barSteps])
    },
  }
}

export type Hands = ReturnType<typeof createHands>

export function gridOf(score: Score): Grid {
  return { bar: score.barSteps, beat: beatSteps(score) }
}

/** Seconds and back leave crumbs. */
const tidy = (step: number) => Math.round(step * 1e6) / 1e6
