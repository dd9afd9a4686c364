/** Where in a song a moment is, as musicians count: bars and beats, each from 1. Arithmetic only. */
import type { Span } from "../../audio/playback"
import type { Score } from "../../music/score"
import { secondsAt, secondsOf, stepAt } from "../../music/time"

export type Place = { readonly bar: number; readonly beat: number }

/** First and last bar. */
export type Bars = readonly [number, number]

type Counted = Pick<Score, "tempos" | "stepsPerBeat" | "barSteps" | "meter">

/** Less than anyone hears: a seek lands a little beside the line it was meant for. */
const SLACK_STEPS = 0.25

export function placeAt(score: Counted, seconds: number): Place {
  const step = Math.max(0, stepAt(score, seconds) + SLACK_STEPS)
  const unit = Number(score.meter.split("/")[1]) || 4
  const beatSteps = (score.stepsPerBeat * 4) / unit
  const bar = Math.floor(step / score.barSteps)
  return { bar: bar + 1, beat: Math.floor((step - bar * score.barSteps) / beatSteps) + 1 }
}

/** The bars of which a part lies between two moments. */
export function barsIn(score: Counted, [from, to]: Span): Bars {
  const first = Math.floor((stepAt(score, from) + SLACK_STEPS) / score.barSteps) + 1
  const last = Math.ceil((stepAt(score, to) - SLACK_STEPS) / score.barSteps)
  return [Math.max(1, first), Math.max(1, first, last)]
}

/** From the first moment of a song to its last, as long as it will be where that is known. */
export function wholeOf(score: Score): Span {
  if (score.barsTotal === null) return [0, secondsOf(score)]
  return [0, secondsAt(score, score.barsTotal * score.barSteps)]
}

export function isWhole(score: Score, span: Span): boolean {
  const [first, last] = barsIn(score, span)
  return first === 1 && last >= (score.barsTotal ?? score.bars)
}

export function barsInWords([first, last]: Bars): string {
  return first === last ? `bar ${first}` : `bars ${first}–${last}`
}
