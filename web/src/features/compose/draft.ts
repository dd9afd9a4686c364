/** What the panel is set to, and the recipe it asks for. Pure. */
import type { Recipe, Starter } from "../../api/client"
import { beatsPerBar, secondsOfBars } from "../../music/length"
import { AS_IS, type Levels } from "../../music/roles"

export type Draft = {
  readonly start: string
  readonly bars: number
  readonly levels: Levels
  readonly seed: number
  /** Whether the seed stays for the next song; else each song gets a new one. */
  readonly pinned: boolean
  /** `null` plays at the starting seed's own tempo. */
  readonly tempo: number | null
  readonly temperature: number
  readonly topP: number
  /** What a link asked for that has no control here. */
  readonly others: Recipe
}

/** The service's own defaults, shown before they are touched. */
export const FIRST_DRAFT: Omit<Draft, "seed"> = {
  start: "pop",
  bars: 64,
  levels: AS_IS,
  pinned: false,
  tempo: null,
  temperature: 1,
  topP: 0.97,
  others: {},
}

export function recipeOf(draft: Draft): Recipe {
  const { start, bars, levels, seed, tempo, temperature, topP, others } = draft
  const length = others.seconds === undefined ? { bars } : {}
  const recipe = { start, ...length, seed, ...levels, temperature, top_p: topP, ...others }
  return tempo === null ? recipe : { ...recipe, tempo }
}

/** Until the starters have been fetched. */
const ANY_METER = "4/4"
const ANY_BPM = 120

/** How long the song will be; the tempo and meter are the starter's where it has them. */
export function secondsOfDraft(draft: Draft, starter: Starter | undefined): number {
  const bpm = draft.tempo ?? starter?.bpm ?? ANY_BPM
  return secondsOfBars(draft.bars, starter?.meter ?? ANY_METER, bpm)
}

/** What a starter sounds like, in a line: `Bossa nova · A minor · 126 bpm`. */
export function starterFacts(starter: Starter): string {
  const { style, key, bpm, meter } = starter
  const isPlain = beatsPerBar(meter) === 4 || style.includes(meter)
  const facts = [style, key, `${Math.round(bpm)} bpm`, isPlain ? null : meter]
  return facts.filter(Boolean).join(" · ")
}
