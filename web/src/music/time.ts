/** Grid steps ⇄ seconds, through a song's tempos. Arithmetic only. */
import type { Score, Tempo } from "./score"

type Timed = Pick<Score, "tempos" | "stepsPerBeat">

/** How long after the beginning a step comes. */
export function secondsAt({ tempos, stepsPerBeat }: Timed, step: number): number {
  let seconds = 0
  tempos.forEach(({ step: from, bpm }, index) => {
    const to = Math.min(step, tempos[index + 1]?.step ?? step)
    if (to > from || index === 0) seconds += ((to - from) / stepsPerBeat) * (60 / bpm)
  })
  return seconds
}

/** Which step, with its fraction, comes so long after the beginning. */
export function stepAt({ tempos, stepsPerBeat }: Timed, seconds: number): number {
  let left = seconds
  for (const [index, { step, bpm }] of tempos.entries()) {
    const steps = (left / 60) * bpm * stepsPerBeat
    const next = tempos[index + 1]?.step
    if (next === undefined || step + steps < next) return step + steps
    left -= ((next - step) / stepsPerBeat) * (60 / bpm)
  }
  return 0
}

/** The tempo that holds at a step. */
export function tempoAt(tempos: readonly Tempo[], step: number): number {
  return tempos.findLast((tempo) => tempo.step <= step)?.bpm ?? tempos[0]?.bpm ?? 120
}

/** Seconds of what is there of a song: its whole bars. */
export function secondsOf(score: Score): number {
  return secondsAt(score, score.bars * score.barSteps)
}
