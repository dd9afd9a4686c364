/** Lists of songs stay true while songs come and go. */
import { describe, expect, test } from "vitest"
import type { Song } from "./client"
import {
  type Listing,
  refreshed,
  type SongPages,
  songsOf,
  withDeleted,
  withSong,
} from "./songPages"

const NEWEST: Listing = { search: "", sort: "newest", favourites: false, deleted: false }

/** A song made at an hour, by which it is called. */
function song(hour: number, part: Partial<Song> = {}): Song {
  const created = new Date(2026, 0, 1, hour).toISOString()
  return { id: `${hour}`, title: `Song ${hour}`, created, favourite: false, ...part } as Song
}

/** Pages of songs by their hours; `next` says whether there are more. */
function pagesOf(pages: readonly (readonly number[])[], hasMore = false): SongPages {
  const total = pages.flat().length + (hasMore ? 10 : 0)
  return {
    pageParams: pages.map((_, at) => (at ? `after ${at}` : null)),
    pages: pages.map((hours, at) => {
      const next = hasMore || at < pages.length - 1 ? `after ${at + 1}` : null
      return { songs: hours.map((hour) => song(hour)), next, total }
    }),
  }
}

const hoursOf = (pages: SongPages) => songsOf(pages).map(({ id }) => Number(id))
const totalOf = (pages: SongPages) => pages.pages[0]?.total

describe("a song that became another", () => {
  test("stays where it is, and all others stay the same objects", () => {
    const before = pagesOf([[9, 8], [7]])
    const after = withSong(before, song(8, { title: "Renamed" }), NEWEST)
    expect(songsOf(after)[1]?.title).toBe("Renamed")
    expect(after.pages[1]).toBe(before.pages[1])
  })

  test("leaves the favourites when it is none any more", () => {
    const listing = { ...NEWEST, favourites: true }
    const after = withSong(pagesOf([[9, 8]]), song(8), listing)
    expect(hoursOf(after)).toEqual([9])
    expect(totalOf(after)).toBe(1)
  })
})

describe("a song that is new to a list", () => {
  test("comes where its order puts it", () => {
    expect(hoursOf(withSong(pagesOf([[9, 7], [5]]), song(6), NEWEST))).toEqual([9, 7, 6, 5])
    expect(hoursOf(withSong(pagesOf([[9, 7]]), song(3), NEWEST))).toEqual([9, 7, 3])
    const byTitle = { ...NEWEST, sort: "title" } as const
    const accented = withSong(pagesOf([[1, 3]]), song(2, { title: "SÓNG 2" }), byTitle)
    expect(hoursOf(accented)).toEqual([1, 2, 3])
  })

  test("waits to be fetched where it belongs behind what is loaded", () => {
    expect(hoursOf(withSong(pagesOf([[9, 7]], true), song(3), NEWEST))).toEqual([9, 7])
  })

  test("stays out where it is not searched for", () => {
    const listing = { ...NEWEST, search: "velvet" }
    expect(hoursOf(withSong(pagesOf([[9]]), song(8), listing))).toEqual([9])
    const found = withSong(pagesOf([[9]]), song(8, { title: "Velvét Tide" }), listing)
    expect(hoursOf(found)).toEqual([9, 8])
  })
})

test("a deleted song changes from one list to the other", () => {
  const after = withDeleted(pagesOf([[9, 8]]), song(9), NEWEST)
  expect(hoursOf(after)).toEqual([8])
  expect(totalOf(after)).toBe(1)
  const deleted = { ...NEWEST, deleted: true }
  expect(hoursOf(withDeleted(pagesOf([[7]]), song(9), deleted))).toEqual([9, 7])
  expect(hoursOf(withSong(pagesOf([[9, 7]]), song(9), deleted))).toEqual([7])
})

describe("a list whose beginning is fetched anew", () => {
  const head = (hours: readonly number[], next: string | null, total: number) => ({
    songs: hours.map((hour) => song(hour)),
    next,
    total,
  })

  test("gets new songs at its beginning, and keeps what was loaded further down", () => {
    const after = refreshed(
      pagesOf(
        [
          [8, 7, 6],
          [5, 4, 3],
        ],
        true,
      ),
      head([9, 8, 7], "x", 17),
    )
    expect(hoursOf(after)).toEqual([9, 8, 7, 6, 5, 4, 3])
    expect(after.pages.at(-1)?.next).toBe("after 2")
    expect(totalOf(after)).toBe(17)
  })

  test("loses songs that were deleted elsewhere", () => {
    const after = refreshed(
      pagesOf(
        [
          [8, 7, 6],
          [5, 4, 3],
        ],
        true,
      ),
      head([8, 6, 5], "x", 15),
    )
    expect(hoursOf(after)).toEqual([8, 6, 5, 4, 3])
  })

  test("begins anew where nothing of it is known, or nothing follows", () => {
    expect(hoursOf(refreshed(pagesOf([[3, 2], [1]]), head([9, 8], "x", 20)))).toEqual([9, 8])
    expect(hoursOf(refreshed(pagesOf([[3, 2], [1]]), head([3], null, 1)))).toEqual([3])
    expect(hoursOf(refreshed(pagesOf([[3]]), head([], null, 0)))).toEqual([])
  })
})
