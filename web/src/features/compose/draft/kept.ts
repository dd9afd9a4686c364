/** The draft as this browser keeps it, so that a reload loses nothing. */
import type { Recipe } from "../../../api/client"
import { type Draft, draftFrom, recipeOf } from "./draft"

const NAME = "lstmelody.draft"

type Kept = { readonly recipe: Recipe; readonly pinned: boolean }

export function keep(draft: Draft): void {
  const kept: Kept = { recipe: recipeOf(draft), pinned: draft.pinned }
  try {
    localStorage.setItem(NAME, JSON.stringify(kept))
  } catch {
    // a browser that keeps nothing: the panel begins as usual next time
  }
}

/** What was kept; a seed that was not pinned is a new one. */
export function keptDraft(seed: number): Draft | undefined {
  try {
    const { recipe, pinned }: Kept = JSON.parse(localStorage.getItem(NAME) ?? "")
    const draft = draftFrom(recipe, seed)
    return pinned ? draft : { ...draft, seed, pinned }
  } catch {
    return undefined
  }
}
