/**
 * Which notes are due when: a score walked along a clock, from one place to the next. The score may
 * have grown, and its tempos ahead may have changed, since the last walk.
 * Arithmetic only: knows steps and seconds, no timers and no sounds.
 */
import type { Role } from "./roles"
import { firstFrom, roleAt, type Score } from "./score"
import { secondsAt, stepAt } from "./time"

/** A step of a song, and the second of the clock at which it sounds. */
export type Place = { readonly step: number; readonly at: number }

/** A part of a song that sounds without a break, from a place to a step. */
export type Stretch = Place & { readonly to: number }

/** A note to be played, from and until a second of the clock. */
export type Due = {
  readonly at: number
  readonly until: number
  readonly role: Role
  readonly pitch: number
  readonly velocity: number
}

/** From and to, in steps. */
export type Steps = readonly [number, number]

export type Walk = {
  readonly due: readonly Due[]
  /** One, and another for each time that the song went back to the beginning of its loop. */
  readonly stretches: readonly Stretch[]
  /** Where the next walk begins. */
  readonly next: Place
  /** What the song does there: it `waits` for notes that are not composed, or `ends`. */
  readonly beyond: "goes on" | "waits" | "ends"
}

const SHORTEST_LOOP_STEPS = 1

/** The notes from a place until a second of the clock; round and round, if that is in a loop. */
export function walk(score: Score, from: Place, until: number, loop: Steps | null = null): Walk {
  const composed = composedSteps(score)
  const round = turnable(score, loop)
  const due: Due[] = []
  const stretches: Stretch[] = []
  let here = from
  for (;;) {
    const goal = goalOf(round, here.step)
    const reached = stepAt(score, secondsAt(score, here.step) + until - here.at)
    const to = Math.max(here.step, Math.min(reached, goal, composed))
    due.push(...begun(score, here, to, goal))
    stretches.push({ ...here, to })
    here = { step: to, at: momentOf(score, here, to) }
    if (round && to === goal) {
      here = { step: round[0], at: here.at }
      due.push(...held(score, here, round))
    } else if (to < composed) return { due, stretches, next: here, beyond: "goes on" }
    else return { due, stretches, next: here, beyond: score.complete ? "ends" : "waits" }
  }
}

/** Notes that began before a place and sound on there, as if they began there. Never drums. */
export function held(score: Score, from: Place, loop: Steps | null = null): Due[] {
  const { notes } = score
  const goal = goalOf(turnable(score, loop), from.step)
  const before = [...Array(firstFrom(notes, from.step)).keys()]
  return before
    .filter((index) => endOf(score, index) > from.step && roleAt(notes, index) !== "drums")
    .map((index) => dueAt(score, index, from, goal))
}

/** Whether an instrument takes the end of one for the end of the other. */
export function isSameTone(
  one: Pick<Due, "role" | "pitch">,
  other: Pick<Due, "role" | "pitch">,
): boolean {
  return one.role === other.role && one.pitch === other.pitch
}

/** What is heard at a second of the clock, in seconds from the song's beginning. */
export function positionAt(score: Score, stretches: readonly Stretch[], moment: number): number {
  const stretch = stretches.findLast(({ at }) => at <= moment) ?? stretches[0]
  if (!stretch) return 0
  const from = secondsAt(score, stretch.step)
  const since = Math.max(0, moment - stretch.at)
  return Math.min(from + since, secondsAt(score, stretch.to))
}

/** How many steps there are to play. */
export function composedSteps(score: Score): number {
  return score.bars * score.barSteps
}

/** A span in seconds, as steps. */
export function stepsOf(score: Score, [from, to]: readonly [number, number]): Steps {
  return [stepAt(score, from), stepAt(score, to)]
}

function goalOf(round: Steps | null, step: number): number {
  return round && step < round[1] ? round[1] : Number.POSITIVE_INFINITY
}

/** A loop ends no later than its song, and one that has no length is none. */
function turnable(score: Score, loop: Steps | null): Steps | null {
  if (!loop) return null
  const [from, to] = loop
  const end = score.complete ? Math.min(to, composedSteps(score)) : to
  return end - from < SHORTEST_LOOP_STEPS ? null : [from, end]
}

function begun(score: Score, from: Place, to: number, goal: number): Due[] {
  const [first, end] = [firstFrom(score.notes, from.step), firstFrom(score.notes, to)]
  return Array.from({ length: end - first }, (_, row) => dueAt(score, first + row, from, goal))
}

function dueAt(score: Score, index: number, from: Place, goal: number): Due {
  const { notes } = score
  const onset = Math.max(from.step, notes.onset[index] ?? 0)
  return {
    at: momentOf(score, from, onset),
    until: momentOf(score, from, Math.min(goal, endOf(score, index))),
    role: roleAt(notes, index),
    pitch: notes.pitch[index] ?? 0,
    velocity: notes.velocity[index] ?? 0,
  }
}

function endOf({ notes }: Score, index: number): number {
  return (notes.onset[index] ?? 0) + (notes.duration[index] ?? 0)
}

function momentOf(score: Score, from: Place, step: number): number {
  return from.at + secondsAt(score, step) - secondsAt(score, from.step)
}
