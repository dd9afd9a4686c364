/**
 * A score as it grows: what holds for its notes so far, which of them came just now and still appear, and
 * how far it is seen to reach. Knows when notes came. Knows no pictures.
 */
import { NOTHING_SEEN, pitchRange, type Range, type Survey, surveyed } from "../../music/lanes"
import type { Notes, Score } from "../../music/score"
import type { Arrival } from "./arrivals"

type Batch = { readonly first: number; readonly end: number; readonly bornMs: number }

export type Seen = {
  /** Another one when the notes are those of another song. */
  readonly songNumber: number
  /** The pitches to show. */
  readonly range: Range
  /** So many bars are seen to be there: glides to how many are. */
  readonly edge: number
}

const APPEAR_MS = 320
const GLIDE_SECONDS = 0.08
const CLOSE = 0.02

export function createGrowth() {
  let survey: Survey = NOTHING_SEEN
  let batches: Batch[] = []
  let range = pitchRange(NOTHING_SEEN, false)
  let bars = 0
  let edge = 0
  let songNumber = 0
  let lastNote = ""

  /** The score as it is now. One that is there as a whole, or for whom motion disturbs, just is. */
  function take({ notes, bars: there, complete }: Score, nowMs: number, calm: boolean) {
    if (wordsOf(notes, survey.count - 1) !== lastNote) reset()
    const before = survey
    survey = surveyed(before, notes)
    lastNote = wordsOf(notes, survey.count - 1)
    range = pitchRange(survey, complete)
    bars = there
    const isWhole = complete && before.count === 0
    if (isWhole) edge = bars
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

  /** What is to be seen after so many seconds more. */
  function glide(seconds: number, calm: boolean): Seen {
    const way = bars - edge
    const isThere = calm || Math.abs(way) < CLOSE
    edge = isThere ? bars : edge + way * (1 - Math.exp(-seconds / GLIDE_SECONDS))
    return { songNumber, range, edge }
  }

  const isMoving = () => batches.length > 0 || edge !== bars

  function reset() {
    survey = NOTHING_SEEN
    batches = []
    edge = 0
    lastNote = ""
    songNumber++
  }

  return { take, at, glide, isMoving, reset, survey: () => survey }
}

/** A note in a word, to know it again; nothing for one that isn't there. */
function wordsOf({ onset, pitch, role, count }: Notes, at: number): string {
  return at >= 0 && at < count ? `${onset[at]} ${pitch[at]} ${role[at]}` : ""
}
