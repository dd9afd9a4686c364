/** A recipe that a link carries: `/?recipe={"start":"funk","key":"E minor"}`. Pure. */
import type { Recipe } from "../../api/client"
import { type Draft, FIRST_DRAFT } from "./draft"

const PARAMETER = "recipe"

/** What a link asks for; nothing where it carries no recipe, or none that can be read. */
export function recipeInLink(search: string): Recipe | undefined {
  try {
    const recipe: unknown = JSON.parse(new URLSearchParams(search).get(PARAMETER) ?? "")
    return isRecord(recipe) ? (recipe as Recipe) : undefined
  } catch {
    return undefined
  }
}

/** The address that opens the panel with a recipe. */
export function linkTo(recipe: Recipe, origin: string): string {
  return `${origin}/?${new URLSearchParams({ [PARAMETER]: JSON.stringify(recipe) })}`
}

/**
 * The panel as a recipe sets it. What it has no control for, or is of another kind than its control
 * takes, is kept beside: the service says whether it is good.
 */
export function draftFrom(recipe: Recipe, seed: number): Draft {
  const left: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(recipe)) {
    if (value !== null) left[name] = value
  }
  const take = <T extends string | number>(name: string, otherwise: T): T => {
    const value = left[name]
    if (typeof value !== typeof otherwise) return otherwise
    delete left[name]
    return value as T
  }
  const { start, bars, levels, temperature, topP } = FIRST_DRAFT
  const tempo = take("tempo", Number.NaN)
  return {
    start: take("start", start),
    bars: take("bars", bars),
    levels: {
      drums: take("drums", levels.drums),
      bass: take("bass", levels.bass),
      chords: take("chords", levels.chords),
      lead: take("lead", levels.lead),
    },
    pinned: typeof recipe.seed === "number",
    seed: take("seed", seed),
    tempo: Number.isNaN(tempo) ? null : tempo,
    temperature: take("temperature", temperature),
    topP: take("top_p", topP),
    others: left as Recipe,
  }
}

/** The settings without a control, in words: `key E minor, ending no`. */
export function othersInWords(others: Recipe): string {
  const said = (value: unknown) =>
    typeof value === "boolean" ? (value ? "yes" : "no") : String(value)
  return Object.entries(others)
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${said(value)}`)
    .join(", ")
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
