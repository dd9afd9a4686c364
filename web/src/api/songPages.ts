/**
 * A list of songs as it was fetched, page after page, and what becomes of it when a song does.
 * Pure: knows orders and which songs a list is of. Does not know queries or the service.
 */
import type { InfiniteData } from "@tanstack/react-query"
import type { Song } from "./client"
import type { components } from "./schema.gen"

export type SongPage = components["schemas"]["SongsOut"]
export type Sort = components["schemas"]["Sort"]

/** Which songs are listed, and in which order. */
export type Listing = {
  readonly search: string
  readonly sort: Sort
  readonly favourites: boolean
  /** Those that were deleted and can be restored, instead of the others. */
  readonly deleted: boolean
}

export type SongPages = InfiniteData<SongPage, string | null>

export function songsOf({ pages }: SongPages): Song[] {
  return pages.flatMap(({ songs }) => songs)
}

/** The list with a song that is there: in its old place, in the one it now has, or in none. */
export function withSong(pages: SongPages, song: Song, listing: Listing): SongPages {
  const isListed = songsOf(pages).some(({ id }) => id === song.id)
  if (listing.deleted || (listing.favourites && !song.favourite)) return withoutSong(pages, song.id)
  if (!isListed) return matches(song, listing) ? placed(pages, song, listing.sort) : pages
  return mapped(pages, (songs) =>
    songs.some(({ id }) => id === song.id)
      ? songs.map((old) => (old.id === song.id ? song : old))
      : songs,
  )
}

/** The list after a song was deleted. */
export function withDeleted(pages: SongPages, song: Song, listing: Listing): SongPages {
  const without = withoutSong(pages, song.id)
  return listing.deleted && matches(song, listing) ? placed(without, song, listing.sort) : without
}

/**
 * The list after its beginning was fetched anew: the rest stays as far as it still follows, so that
 * who is far down in a long list loses neither the place nor what was loaded on the way there.
 */
export function refreshed(pages: SongPages, head: SongPage): SongPages {
  const last = head.songs.at(-1)
  const known = songsOf(pages)
  const place = last ? known.findIndex(({ id }) => id === last.id) : -1
  if (head.next === null || place < 0) return { pages: [head], pageParams: [null] }
  const fresh = new Set(head.songs.map(({ id }) => id))
  const stays = new Set(known.slice(place + 1).map(({ id }) => id))
  const rest = mapped(pages, (songs) =>
    songs.filter(({ id }) => stays.has(id) && !fresh.has(id)),
  ).pages
  const begun = { ...rest[0], songs: [...head.songs, ...(rest[0]?.songs ?? [])] }
  const next = pages.pages[0]?.next ?? null
  return {
    ...pages,
    pages: [{ ...begun, next, total: head.total }, ...rest.slice(1)],
  }
}

function withoutSong(pages: SongPages, id: string): SongPages {
  return mapped(pages, (songs) =>
    songs.some((song) => song.id === id) ? songs.filter((song) => song.id !== id) : songs,
  )
}

/** With a song before the first that comes after it; behind what is loaded it waits to be fetched. */
function placed(pages: SongPages, song: Song, sort: Sort): SongPages {
  const page = pages.pages.findIndex(
    ({ songs, next }) => next === null || songs.some((other) => comesBefore(song, other, sort)),
  )
  return mapped(pages, (songs, index) => {
    if (index !== page) return songs
    const found = songs.findIndex((other) => comesBefore(song, other, sort))
    const place = found < 0 ? songs.length : found
    return [...songs.slice(0, place), song, ...songs.slice(place)]
  })
}

/** Each page's songs as `change` makes them; the total goes along, which the first page tells. */
function mapped(pages: SongPages, change: (songs: Song[], index: number) => Song[]): SongPages {
  let more = 0
  const changed = pages.pages.map((page, index) => {
    const songs = change(page.songs, index)
    more += songs.length - page.songs.length
    return songs === page.songs ? page : { ...page, songs }
  })
  if (changed.every((page, index) => page === pages.pages[index])) return pages
  const counted = changed.map((page) => ({ ...page, total: page.total + more }))
  return { ...pages, pages: more === 0 ? changed : counted }
}

function matches(song: Song, { search, favourites }: Listing): boolean {
  return folded(song.title).includes(folded(search).trim()) && (!favourites || song.favourite)
}

function comesBefore(one: Song, other: Song, sort: Sort): boolean {
  switch (sort) {
    case "newest":
      return one.created > other.created
    case "oldest":
      return one.created < other.created
    case "title":
      return folded(one.title) < folded(other.title)
    case "longest":
      return (one.seconds ?? 0) > (other.seconds ?? 0)
  }
}

/** As the service compares titles: without case or accents. */
function folded(words: string): string {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
}
