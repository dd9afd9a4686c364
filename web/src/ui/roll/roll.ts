/**
 * The roll itself: shows a song as it grows, sounds and is moved about, frame by frame, and rests when
 * nothing does. Knows when; where, what and how are its parts' business. Knows no React.
 */
import type { Span } from "../../audio/playback"
import { stepsToShow } from "../../music/geometry"
import type { Role } from "../../music/roles"
import { NO_NOTES, type Score, type ScoreFeed } from "../../music/score"
import { createCamera } from "./camera"
import { listenToHands } from "./gestures"
import { createGrowth } from "./growth"
import { createHands } from "./hands"
import { watchLetters, watchLook } from "./look"
import { createOverview } from "./overview"
import { createScene, type Moment } from "./scene"
import { listenToKeys } from "./shortcuts"
import { createSpeech } from "./speech"

export type RollProps = {
  readonly feed: ScoreFeed
  /** Seconds into the song right now: asked in every frame. Without it, there is no playhead. */
  readonly position?: (() => number) | undefined
  readonly playing: boolean
  readonly loop: Span | null
  readonly onSeek: (seconds: number) => void
  /** Without it, there is no loop to be had. */
  readonly onLoop?: ((span: Span | null) => void) | undefined
  /** Roles that are muted: they are drawn faint. */
  readonly dimmed?: ReadonlySet<Role> | undefined
}

const SILENT = { program: 0, volume: 100, pan: 64 }
const NOTHING: Score = {
  notes: NO_NOTES,
  meter: "4/4",
  barSteps: 48,
  stepsPerBeat: 12,
  tempos: [{ step: 0, bpm: 120 }],
  mix: { drums: SILENT, bass: SILENT, chords: SILENT, lead: SILENT },
  bars: 0,
  barsTotal: null,
  complete: false,
}
const NOBODY: ReadonlySet<Role> = new Set()
/** How often one looks for a place that somebody else sought while nothing plays. */
const IDLE_MS = 120
const LONGEST_FRAME = 0.1

type Elements = { readonly stage: HTMLElement; readonly overview: HTMLElement }

export function createRoll(
  elements: Elements,
  first: RollProps,
  onFollow: (isFollowing: boolean) => void,
) {
  const { stage } = elements
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)")
  const scene = createScene(stage)
  const growth = createGrowth()
  const camera = createCamera(onFollow)
  let props = first
  let score: Score = NOTHING
  let lastMs = 0
  let lastPosition: number | undefined
  let stopWaiting = () => {}
  let stopFeed = () => {}

  const hands = createHands(
    camera,
    () => score,
    () => props,
  )
  const overview = createOverview(elements.overview, camera, changed)
  const speech = createSpeech(stage)

  /** What React says from now on. */
  function show(next: RollProps) {
    if (next.loop !== props.loop) hands.forgetDraft()
    const isAnother = next.feed !== props.feed
    props = next
    if (isAnother) follow(next.feed)
    changed()
  }

  function follow(feed: ScoreFeed) {
    stopFeed()
    growth.reset()
    camera.reset()
    stopFeed = feed.subscribe(take)
    take()
  }

  function take() {
    score = props.feed.get() ?? NOTHING
    growth.take(score, performance.now(), calm.matches)
    fitExtent()
    changed()
  }

  function fitExtent() {
    camera.resize({ steps: stepsToShow(score), width: scene.size().width }, score.barSteps)
  }

  function resize() {
    scene.resize()
    overview.resize()
    fitExtent()
    draw(performance.now())
  }

  /** Draws in the next frame. */
  function changed() {
    stopWaiting()
    const frame = requestAnimationFrame(draw)
    stopWaiting = () => cancelAnimationFrame(frame)
  }

  /** Draws again when somebody else has sought a place. */
  function rest() {
    const timer = setInterval(() => {
      if (props.position?.() !== lastPosition) changed()
    }, IDLE_MS)
    stopWaiting = () => clearInterval(timer)
  }

  function draw(nowMs: number) {
    stopWaiting()
    const seconds = Math.min(LONGEST_FRAME, Math.max(0, nowMs - lastMs) / 1000)
    lastMs = nowMs
    lastPosition = props.position?.()
    const { playing } = props
    const [step, loop] = [hands.here(), hands.loop()]
    const isMoving = camera.advance({ seconds, step, loop, playing, calm: calm.matches })
    const isGrowing = growth.isMoving()
    const seen = growth.glide(seconds, calm.matches)
    const view = camera.view()
    const moment: Moment | null = view && {
      ...growth.at(nowMs),
      ...seen,
      ...{ score, view, loop, playing, survey: growth.survey() },
      step: props.position ? step : null,
      dimmed: props.dimmed ?? NOBODY,
    }
    const hasTiles = moment !== null && scene.draw(moment)
    const hasNotes = moment !== null && overview.draw(moment, scene.look())
    speech.say(score, hands.here(), playing)
    if (playing || isMoving || isGrowing || hasTiles || hasNotes) changed()
    else rest()
  }

  const edges = () => ({ left: scene.size().gutter, top: scene.size().room.top })
  const stops = [
    watchLook(resize),
    watchLetters(resize),
    listenToHands(stage, { camera, hands, edges, changed }),
    listenToKeys(stage, { camera, hands, speech, score: () => score, changed }),
  ]
  follow(first.feed)
  resize()

  return {
    show,
    /** There is more room, or less. */
    resize,
    zoomIn: () => act(camera.zoomIn),
    zoomOut: () => act(camera.zoomOut),
    fit: () => act(camera.fit),
    toggleFollow: () => act(() => camera.follow(!camera.isFollowing())),
    toggleLoop: () => act(hands.toggleLoop),
    close() {
      stopFeed()
      stopWaiting()
      for (const stop of stops) stop()
      overview.remove()
      scene.remove()
    },
  }

  function act(verb: () => void) {
    verb()
    changed()
  }
}

export type Roll = ReturnType<typeof createRoll>
