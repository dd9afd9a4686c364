/**
 * A score as it grows: what holds for its notes so far, which of them came just now and still appear, and
 * how far it is seen to reach. Knows when notes came. Knows no pictures.
 */
import { NOTHING_SEEN, pitchRange, type Range, type Survey, surveyed } from "../../music/lanes"
import type { Score } from "../../music/score"
import type { Arrival } from "./arrivals"

type Batch = { readonly first: number; readonly end: number; readonly bornMs: number }

/** The pitches to show, and so many bars: what grows glides there. */
export type Seen = { readonly range: Range; readonly edge: number }

const APPEAR_MS = 320
const GLIDE_SECONDS = 0.08
const CLOSE = 0.02

export function createGrowth() {
  let survey: Survey = NOTHING_SEEN
  let batches: Batch[] = []
  let goal: Seen = { range: pitchRange(NOTHING_SEEN, false), edge: 0 }
  let seen: Seen | null = null

  /** The score as it is now. One that is there as a whole, or for whom motion disturbs, just is. */
  function take({ notes, bars, complete }: Score, nowMs: number, calm: boolean) {
    if (notes.count < survey.count) reset()
    const before = survey
    survey = surveyed(before, notes)
    goal = { range: pitchRange(survey, complete), edge: bars }
    const isWhole = complete && before.count === 0
    if (isWhole) seen = goal
    if (notes.count === before.count || isWhole || calm) return
    batches.push({ first: before.count, end: notes.count, bornMs: nowMs })
  }

  /** How many notes are there to stay, and those that still appear. */
  function at(nowMs: number): { settled: number; arrivals: readonly Arrival[] } {
    batches = batches.filter(({ bornMs }) => nowMs - bornMs < APPEAR_MS)
    const arrivals = batches.map(({ first, end, bornMs }) => {
      return { first, end, ageMs: Math.max(0, nowMs - bornMs) }
    })
    return { settled: batches[0]?.first ?? survey.count, arrivals }
  }

  function glide(seconds: number, calm: boolean): Seen {
    const part = calm ? 1 : 1 - Math.exp(-seconds / GLIDE_SECONDS)
    const towards = (from: number, to: number) =>
      Math.abs(to - from) < CLOSE ? to : from + (to - from) * part
    const { range, edge } = seen ?? goal
    const low = towards(range.low, goal.range.low)
    const high = towards(range.high, goal.range.high)
    seen = { range: { low, high }, edge: towards(edge, goal.edge) }
    return seen
  }

  function isMoving(): boolean {
    if (batches.length > 0 || !seen) return true
    const { range, edge } = seen
    const isThere = range.low === goal.range.low && range.high === goal.range.high
    return !isThere || edge !== goal.edge
  }

  function reset() {
    survey = NOTHING_SEEN
    batches = []
    seen = null
  }

  return { take, at, glide, isMoving, reset, survey: () => survey }
}
