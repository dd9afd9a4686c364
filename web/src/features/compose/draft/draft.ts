/** What the panel is set to, and the recipe it asks for. Pure. Knows no ranges: the service does. */
import type { Recipe, Starter } from "../../../api/client"
import { SILENCE } from "../../../api/starters"
import { beatsPerBar, secondsOfBars } from "../../../music/length"
import { AS_IS, type Levels, ROLES } from "../../../music/roles"

/** Every setting that has a control, under the name a recipe gives it. */
export type Settings = Levels & {
  readonly start: string
  readonly start_at: number | null
  readonly start_bars: number | null
  readonly keep_start: boolean
  readonly bars: number
  /** Takes the place of `bars`. */
  readonly seconds: number | null
  readonly ending: boolean
  /** `null` plays at the starting seed's own tempo. */
  readonly tempo: number | null
  readonly meter: string | null
  readonly key: string | null
  readonly progression: string
  readonly form: string
  readonly repetition: number
  readonly palette: string | null
  readonly instruments: string
  readonly ranges: string
  readonly voices: string
  readonly best_of: number
  readonly temperature: number
  readonly top_p: number
  readonly swing: number
  readonly humanise: number
}

export type Setting = keyof Settings

export type Draft = Settings & {
  readonly seed: number
  /** Whether the seed stays for the next song; else each song gets a new one. */
  readonly pinned: boolean
  /** What a link asked for that has no control here. */
  readonly others: Recipe
}

/** The service's own defaults, shown before they are touched. */
export const USUAL: Settings = {
  start: "pop",
  start_at: null,
  start_bars: null,
  keep_start: true,
  bars: 64,
  seconds: null,
  ending: true,
  ...AS_IS,
  tempo: null,
  meter: null,
  key: null,
  progression: "",
  form: "",
  repetition: 1,
  palette: null,
  instruments: "",
  ranges: "",
  voices: "",
  best_of: 1,
  temperature: 1,
  top_p: 0.97,
  swing: 0,
  humanise: 0,
}

const SETTINGS = Object.keys(USUAL) as Setting[]

export function firstDraft(seed: number): Draft {
  return { ...USUAL, seed, pinned: false, others: {} }
}

/** A recipe always says these, so that it stays the same song should a default ever be another. */
const ALWAYS: ReadonlySet<Setting> = new Set([...ROLES, "start", "temperature", "top_p"])

/** Of a song that starts from silence there is no part to go on from. */
const OF_A_START: ReadonlySet<Setting> = new Set(["start_at", "start_bars", "keep_start"])

export function recipeOf(draft: Draft): Recipe {
  const asked = SETTINGS.filter((name) => isAsked(name, draft)).map((name) => [name, draft[name]])
  return { ...Object.fromEntries(asked), seed: draft.seed, ...lengthOf(draft), ...draft.others }
}

/** Who redoes roles of a song keeps its length. */
function lengthOf({ bars, seconds, others }: Draft): Recipe {
  if ("redo" in others) return {}
  return seconds === null ? { bars } : { seconds }
}

function isAsked(name: Setting, draft: Draft): boolean {
  if (name === "bars" || name === "seconds") return false
  return ALWAYS.has(name) || (applies(name, draft) && isOther(name, draft))
}

function applies(name: Setting, { start }: Draft): boolean {
  if (name === "meter") return start === SILENCE
  return !OF_A_START.has(name) || start !== SILENCE
}

function isOther(name: Setting, draft: Draft): boolean {
  const value = draft[name]
  return (typeof value === "string" ? value.trim() || USUAL[name] : value) !== USUAL[name]
}

/** The settings that are not as usual and that matter as the draft is. */
export function changedIn(draft: Draft): Setting[] {
  return SETTINGS.filter((name) => applies(name, draft) && isOther(name, draft)).filter(
    (name) => name !== "bars" || draft.seconds === null,
  )
}

/** What an unset setting would be. */
const KINDS: Partial<Record<Setting, string>> = {
  start_at: "number",
  start_bars: "number",
  seconds: "number",
  tempo: "number",
  meter: "string",
  key: "string",
  palette: "string",
}

/**
 * The panel as a recipe sets it. What it has no control for, or is of another kind than its control
 * takes, is kept beside: the service says whether it is good.
 */
export function draftFrom(recipe: Recipe, seed: number): Draft {
  const left: Record<string, unknown> = {}
  const taken: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(recipe)) {
    if (value === null) continue
    const fits = name in USUAL && typeof value === kindOf(name as Setting)
    const isSeed = name === "seed" && typeof value === "number"
    if (fits || isSeed) taken[name] = value
    else left[name] = value
  }
  const first = { ...firstDraft(seed), pinned: "seed" in taken }
  return { ...first, ...taken, others: left as Recipe }
}

function kindOf(name: Setting): string {
  return KINDS[name] ?? typeof USUAL[name]
}

/** Until the starters have been fetched. */
const ANY_METER = "4/4"
const ANY_BPM = 120

export function meterOf(draft: Draft, starter: Starter | undefined): string {
  return (applies("meter", draft) ? draft.meter : null) ?? starter?.meter ?? ANY_METER
}

export function bpmOf(draft: Draft, starter: Starter | undefined): number {
  return draft.tempo ?? starter?.bpm ?? ANY_BPM
}

/** How long the song will be; the tempo and meter are the starter's where it has them. */
export function secondsOf(draft: Draft, starter: Starter | undefined): number {
  if (draft.seconds !== null) return draft.seconds
  return secondsOfBars(draft.bars, meterOf(draft, starter), bpmOf(draft, starter))
}

/** How many bars it will have. */
export function barsOf(draft: Draft, starter: Starter | undefined): number {
  if (draft.seconds === null) return draft.bars
  const beats = (draft.seconds * bpmOf(draft, starter)) / 60
  return Math.round(beats / beatsPerBar(meterOf(draft, starter)))
}
