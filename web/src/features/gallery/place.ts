/** Which songs are shown, as the page's address says it: so that reload, back and links work. */
import { useCallback, useMemo } from "react"
import { useSearchParams } from "wouter"
import type { Listing, Sort } from "../../api/songPages"

export const SORT_NAMES: Readonly<Record<Sort, string>> = {
  newest: "Newest first",
  oldest: "Oldest first",
  title: "By title",
  longest: "Longest first",
}

const FIRST: Sort = "newest"

export function listingIn(params: URLSearchParams): Listing {
  const sort = params.get("sort") ?? FIRST
  return {
    search: params.get("q") ?? "",
    sort: Object.hasOwn(SORT_NAMES, sort) ? (sort as Sort) : FIRST,
    favourites: params.has("favourites"),
    deleted: params.has("deleted"),
  }
}

/** The address that shows a list; what else stands in it stays, and what goes without saying is left out. */
export function paramsWith(params: URLSearchParams, listing: Listing): URLSearchParams {
  const { search, sort, favourites, deleted } = listing
  const asked = { q: search, sort: sort === FIRST ? "" : sort, favourites, deleted }
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(asked)) {
    if (value) next.set(name, value === true ? "1" : value)
    else next.delete(name)
  }
  return next
}

/** The list that is shown, and how to show another: as a step to come back from, or in place of this. */
export function usePlace() {
  const [params, setParams] = useSearchParams()
  const listing = useMemo(() => listingIn(params), [params])
  const show = useCallback(
    (change: Partial<Listing>, options?: { readonly replace: boolean }) =>
      setParams((now) => paramsWith(now, { ...listingIn(now), ...change }), options),
    [setParams],
  )
  return { listing, show }
}
