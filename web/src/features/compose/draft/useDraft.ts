/** The draft, where it comes from and where it is kept: a link's recipe, else as it was left. */
import { useEffect, useState } from "react"
import { useLocation, useSearch } from "wouter"
import { drawSeed } from "../../../music/seed"
import { type Draft, draftFrom, firstDraft } from "./draft"
import { keep, keptDraft } from "./kept"
import { recipeInLink, withoutRecipe } from "./link"

export function useDraft() {
  const search = useSearch()
  const [place, go] = useLocation()
  const [draft, setDraft] = useState(() => linked(search) ?? left())
  const [before, setBefore] = useState<Draft | null>(null)

  useEffect(() => keep(draft), [draft])
  // taken once: what is changed from then on is not undone by a reload
  useEffect(() => {
    const asked = linked(search)
    if (!asked) return
    setDraft(asked)
    go(place + withoutRecipe(search), { replace: true })
  }, [search, place, go])

  return {
    draft,
    change(part: Partial<Draft>) {
      setBefore(null)
      setDraft((old) => ({ ...old, ...part }))
    },
    /** For the next song, unless it was pinned. */
    drawAgain() {
      setDraft((old) => (old.pinned ? old : { ...old, seed: drawSeed() }))
    },
    reset() {
      setBefore(draft)
      setDraft(firstDraft(drawSeed()))
    },
    /** Takes the last reset back, until something else is changed. */
    undo:
      before &&
      (() => {
        setBefore(null)
        setDraft(before)
      }),
  }
}

function linked(search: string): Draft | undefined {
  const recipe = recipeInLink(search)
  return recipe && draftFrom(recipe, drawSeed())
}

function left(): Draft {
  return keptDraft(drawSeed()) ?? firstDraft(drawSeed())
}
