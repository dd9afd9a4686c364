/** What is known of the start a draft names, and its notes. */
import type { Starter } from "../../../api/client"
import { isOwnMidi, useStarterScore, useStarters } from "../../../api/starters"
import { ROLES } from "../../../music/roles"
import { roleAt, type Score } from "../../../music/score"

export type Start = {
  /** Nothing while it is being looked for. */
  readonly starter: Starter | undefined
  readonly score: Score | undefined
}

export function useStart(name: string): Start {
  const starters = useStarters()
  const { data: score, error } = useStarterScore(name)
  const listed = starters.data?.find((starter) => starter.name === name)
  const isLost = starters.data !== undefined && error !== null
  const starter = listed ?? (score && heard(name, score)) ?? (isLost ? titled(name) : undefined)
  return { starter, score }
}

/** A start that the service doesn't list, such as one that came by a link. */
function titled(name: string): Starter {
  const title = isOwnMidi(name) ? "Your own MIDI" : name
  return { name, title, style: "", key: null, bpm: 120, meter: "4/4", bars: 0, roles: [] }
}

/** The same, as far as its notes tell. */
function heard(name: string, { notes, bars, meter, tempos }: Score): Starter {
  const playing = new Set(Array.from({ length: notes.count }, (_, at) => roleAt(notes, at)))
  return {
    ...titled(name),
    bpm: tempos[0]?.bpm ?? 120,
    meter,
    bars,
    roles: ROLES.filter((role) => playing.has(role)),
  }
}
