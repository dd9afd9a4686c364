/** A recipe as the search of an address, which the panel that composes reads. Pure. */
import type { Song } from "../../api/client"

/** What is open is left out: `?recipe={"start":"funk","seed":5}`. */
export function recipeSearch(recipe: Song["recipe"]): string {
  const asked = Object.entries(recipe).filter(([, value]) => value !== null && value !== "")
  return `?${new URLSearchParams({ recipe: JSON.stringify(Object.fromEntries(asked)) })}`
}
