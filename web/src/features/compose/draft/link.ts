/** A recipe that a link carries: `/?recipe={"start":"funk","key":"E minor"}`. Pure. */
import type { Recipe } from "../../../api/client"

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

/** The same search without a recipe. */
export function withoutRecipe(search: string): string {
  const rest = new URLSearchParams(search)
  rest.delete(PARAMETER)
  return rest.size ? `?${rest}` : ""
}

/** The settings without a control, in words: `redo bass, changes 17 drums 2`. */
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
