/**
 * Plays the notes of one song: walks along its score, a little ahead of what is heard, waits for
 * notes that are not composed yet, and goes on with them.
 * Knows the synthesiser and a MIDI port by what they do. Does not know what else could play.
 */
import {
  composedSteps,
  type Due,
  held,
  type Place,
  positionAt,
  type Steps,
  type Stretch,
  stepsOf,
  type Walk,
  walk,
} from "../music/scheduling"
import type { Score } from "../music/score"
import { secondsOf, stepAt } from "../music/time"
import type { Engine, Tell } from "./engine"
import type { Key } from "./messages"
import type { MidiOut, MidiPort } from "./midiOut"
import type { Playable, Span } from "./playback"
import type { Synth } from "./synth"

/** Between a decision and its sound: a message takes a few ms, and what sounded fades for 16. */
const LEAD_SECONDS = 0.05
/** How far ahead notes are sent: on a busy machine a page may do nothing for a second, a hidden one for longer. */
const AHEAD_SECONDS = { visible: 2, hidden: 4 }
/** From an instrument at a port what was sent can't be taken back everywhere. */
const AHEAD_OF_PORT_SECONDS = 0.5
/** What has to be ready before a song begins, and what is made ready while it plays. */
const AT_ONCE_SECONDS = 0.5
const SOON_SECONDS = 8

/** `still` until asked to play; `waking` the sound; `waiting` for notes; `arming`, with samples. */
type Phase = "still" | "waking" | "waiting" | "arming" | "running"

type Run = {
  /** How far notes were sent, and what the song does there. */
  readonly next: Place
  readonly beyond: Walk["beyond"]
  /** What was sent lately, the newest last. */
  readonly stretches: readonly Stretch[]
}

const NOT_BEGUN: Run = { next: { step: 0, at: 0 }, beyond: "goes on", stretches: [] }

type Port = MidiPort & Pick<MidiOut, "get">

export function createTransport(synth: Synth, midi: Port, tell: Tell): Engine {
  let song: Playable | null = null
  let leaveFeed = () => {}
  let phase: Phase = "still"
  /** Where it stands while it does not run, in seconds. */
  let stand = 0
  let run = NOT_BEGUN
  let span: Span | null = null
  let dressed: Score["mix"] | null = null
  let isWarm = false
  let expected: Score | null = null
  /** Another one for each change of mind, so that what was waited for is known to be stale. */
  let mind = 0

  const score = () => song?.feed.get() ?? null
  const loopOf = (known: Score) => span && stepsOf(known, span)

  function position(): number {
    const known = score()
    if (phase !== "running" || !known) return stand
    return positionAt(known, run.stretches, synth.heard())
  }

  function adopt(next: Playable) {
    const isSame = next.feed === song?.feed
    song = next
    if (isSame) return
    leaveFeed()
    leaveFeed = next.feed.subscribe(grown)
    replan()
    grown()
  }

  function grown() {
    const known = score()
    if (!known) return
    tell({ seconds: secondsOf(known) })
    if (phase === "running") tick()
    if (phase === "waiting") begin()
  }

  /** Plays from where it stands, as soon as there is something to play. The sound is awake. */
  async function begin() {
    const known = score()
    const now = ++mind
    phase = "waiting"
    if (!known || isBeyond(known, stand)) return tell({ state: "waiting" })
    phase = "arming"
    dress(known)
    const from = { step: stepAt(known, stand), at: 0 }
    const keys = keysFrom(known, from.step, AT_ONCE_SECONDS, loopOf(known))
    await synth.prepare([...keysOf(known, held(known, from, loopOf(known))), ...keys]).then(
      () => now === mind && start(score() ?? known),
      (problem) => now === mind && fail(problem),
    )
  }

  /** What may be played next need not be waited for then. */
  function foresee() {
    if (isWarm && expected)
      synth.prepare(keysFrom(expected, 0, AT_ONCE_SECONDS, null)).catch(() => {})
  }

  function start(known: Score) {
    const from = { step: stepAt(known, stand), at: synth.now() + LEAD_SECONDS }
    run = { ...NOT_BEGUN, next: from }
    phase = "running"
    send(held(known, from, loopOf(known)))
    tick()
  }

  function tick() {
    const known = score()
    if (phase !== "running" || !known) return
    dress(known)
    const until = synth.now() + aheadSeconds()
    const from = onTime(known)
    const soon = keysFrom(known, from.step, SOON_SECONDS, loopOf(known))
    synth.prepare(soon).catch(() => {}) // as it played so far
    const walked = walk(known, from, until, loopOf(known))
    send(walked.due)
    midi.advance(until)
    const { next, beyond } = walked
    run = {
      next,
      beyond,
      stretches: recent([...run.stretches, ...walked.stretches], synth.heard()),
    }
    if (beyond === "goes on" || synth.heard() < next.at) tell({ state: "playing" })
    else if (beyond === "waits") tell({ state: "waiting" })
    else finish()
  }

  function aheadSeconds(): number {
    const isSeen = document.visibilityState === "visible"
    return isSeen && midi.get().chosen
      ? AHEAD_OF_PORT_SECONDS
      : AHEAD_SECONDS[document.visibilityState]
  }

  /** Where to go on; later than it was meant, where notes came late or the page was busy. */
  function onTime(known: Score): Place {
    const { next } = run
    const hasMore = composedSteps(known) > next.step
    return hasMore && next.at < synth.now() ? { ...next, at: synth.now() + LEAD_SECONDS } : next
  }

  /** Sends again what was sent ahead, for what follows has changed. */
  function replan() {
    const known = score()
    const at = synth.now() + LEAD_SECONDS
    if (phase !== "running" || !known || run.next.at <= at) return
    synth.forget(at)
    midi.replan()
    const stretches = run.stretches.filter((stretch) => stretch.at < at)
    const step = stepAt(known, positionAt(known, run.stretches, at))
    run = { next: { step, at }, beyond: "goes on", stretches }
    tick()
  }

  function send(due: readonly Due[]) {
    synth.play(due)
    midi.play(due, (second) => performance.now() + (second - synth.heard()) * 1000)
  }

  function dress({ mix }: Score) {
    if (mix === dressed) return
    dressed = mix
    synth.dress(mix)
    midi.dress(mix)
  }

  function halt() {
    mind++
    stand = position()
    phase = "still"
    run = NOT_BEGUN
    synth.cut()
    midi.silence()
  }

  /** What sounds at the end rings on. */
  function finish() {
    mind++
    phase = "still"
    stand = 0
    synth.rest()
    tell({ state: "paused" })
  }

  function pause() {
    if (phase === "still") return
    halt()
    synth.rest()
    tell({ state: "paused" })
  }

  function seek(seconds: number) {
    const wasAwake = phase !== "still" && phase !== "waking"
    if (wasAwake) halt()
    stand = seconds
    if (wasAwake) begin()
  }

  /** It may take until a song plays: then the sound stays awake. */
  async function unlock() {
    await synth.wake()
    if (phase === "still") synth.rest()
  }

  function fail({ message }: Error) {
    phase = "still"
    tell({ state: "failed", problem: message })
  }

  synth.onTick(tick)
  synth.onTaken(pause)
  document.addEventListener("visibilitychange", tick)

  return {
    name: "synth",
    warm() {
      isWarm = true
      synth.warm()
      foresee()
    },
    expect(next) {
      expected = next
      foresee()
    },
    unlock: () => void unlock().catch(() => {}), // who plays will hear of it
    play(next, from) {
      halt()
      adopt(next)
      stand = isOver(score(), from) ? 0 : from
      phase = "waking"
      tell({ state: "loading", problem: null })
      const now = ++mind
      synth.wake().then(
        (isAwake) => {
          if (now !== mind) return
          if (isAwake) begin()
          else pause()
        },
        (problem) => {
          if (now === mind) fail(problem)
        },
      )
    },
    renew: adopt,
    pause,
    seek,
    stop() {
      halt()
      synth.rest()
      leaveFeed()
      leaveFeed = () => {}
      song = null
      stand = 0
    },
    loop(next) {
      span = next
      if (next && position() >= next[1]) seek(next[0])
      else replan()
    },
    setVolume: synth.setVolume,
    position,
    levels: synth.levels,
  }
}

/** The notes that begin from a step on. */
function keysFrom(score: Score, step: number, seconds: number, loop: Steps | null): Key[] {
  return keysOf(score, walk(score, { step, at: 0 }, seconds, loop).due)
}

/** Notes as instruments play them. */
function keysOf(score: Score, notes: readonly Due[]): Key[] {
  return notes.map(({ role, pitch, velocity }) => {
    return { role, program: score.mix[role].program, pitch, velocity }
  })
}

/** Whether a place is yet to be composed. */
function isBeyond(score: Score, seconds: number): boolean {
  return !score.complete && composedSteps(score) <= stepAt(score, seconds)
}

function isOver(score: Score | null, seconds: number): boolean {
  return score?.complete === true && seconds >= secondsOf(score)
}

/** What is heard and what follows; what came before is over. */
function recent(stretches: readonly Stretch[], heard: number): readonly Stretch[] {
  return stretches.slice(
    Math.max(
      0,
      stretches.findLastIndex(({ at }) => at <= heard),
    ),
  )
}
