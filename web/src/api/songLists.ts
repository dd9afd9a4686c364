/**
 * Lists of songs as queries: page after page, kept true by looking at their beginning now and then.
 * Knows the cache's lists. Does not know single songs or what people do with them.
 */
import { type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query"
import { useMemo } from "react"
import { answer, client, type Song } from "./client"
import { RECONNECT_MS } from "./queries"
import {
  type Listing,
  refreshed,
  type SongPage,
  type SongPages,
  songsOf,
  withDeleted,
  withSong,
} from "./songPages"

const LISTS = "songs"
const HEADS = "songs-head"
const PAGE = 60
const HEARTBEAT_MS = 15_000

type ListKey = readonly [string, Listing]
const listKey = (listing: Listing): ListKey => [LISTS, listing]
const headKey = (listing: Listing) => [HEADS, listing] as const

/**
 * The songs of a list, as far as they are fetched. Songs made elsewhere turn up by themselves, and a
 * lost service is looked for; what is there stays meanwhile.
 */
export function useSongs(listing: Listing) {
  const queries = useQueryClient()
  const list = useInfiniteQuery<SongPage, Error, SongPages, ListKey, string | null>({
    queryKey: listKey(listing),
    initialPageParam: null,
    queryFn: async ({ pageParam, signal }) => {
      const page = await fetchPage(queries, listing, pageParam, signal)
      if (pageParam === null) queries.setQueryData(headKey(listing), page.total)
      return page
    },
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY, // the heartbeat sees to it
    placeholderData: (old, query) =>
      query?.queryKey[1].deleted === listing.deleted ? old : undefined,
    refetchInterval: ({ state }) => (state.error && !state.data ? RECONNECT_MS : false),
  })
  const heartbeat = useHeartbeat(listing, list.data !== undefined && !list.isPlaceholderData)
  // after a failure it waits for the service to be there again
  const failed = list.isFetchNextPageError && list.errorUpdatedAt > heartbeat.dataUpdatedAt
  const canMore = list.hasNextPage && !list.isFetching && !list.isPlaceholderData && !failed
  const songs = useMemo(() => (list.data ? songsOf(list.data) : []), [list.data])
  return {
    list,
    heartbeat,
    songs,
    total: list.data?.pages[0]?.total ?? 0,
    /** Fetches the next page; nothing where there is none, or it is on its way. */
    more: canMore ? () => list.fetchNextPage() : undefined,
  }
}

/** Fetches the beginning of a list again and again, and lays it over what is there. */
function useHeartbeat(listing: Listing, enabled: boolean) {
  const queries = useQueryClient()
  return useQuery({
    queryKey: headKey(listing),
    queryFn: async ({ signal }) => {
      const head = await fetchPage(queries, listing, null, signal)
      // a page on its way would bring back the list as it was when it set out
      if (!queries.isFetching({ queryKey: listKey(listing), exact: true }))
        queries.setQueryData<SongPages>(
          listKey(listing),
          (pages) => pages && refreshed(pages, head),
        )
      return head.total
    },
    enabled,
    staleTime: HEARTBEAT_MS,
    refetchInterval: ({ state }) => (state.error ? RECONNECT_MS : HEARTBEAT_MS),
  })
}

async function fetchPage(
  queries: QueryClient,
  listing: Listing,
  cursor: string | null,
  signal: AbortSignal,
): Promise<SongPage> {
  const query = { ...listing, limit: PAGE, ...(cursor ? { cursor } : {}) }
  const asked = performance.now()
  const page = await answer(client.GET("/api/songs", { params: { query }, signal }))
  if (listing.deleted) return page
  const gone = goneFrom(queries)
  const songs = page.songs.filter(({ id }) => !((gone.get(id) ?? -1) >= asked))
  return { ...page, songs, total: page.total - (page.songs.length - songs.length) }
}

const deleted = new WeakMap<QueryClient, Map<string, number>>()

/** When songs were deleted here: a list that was asked for before may still tell of them. */
function goneFrom(queries: QueryClient): Map<string, number> {
  const gone = deleted.get(queries) ?? new Map()
  deleted.set(queries, gone)
  return gone
}

/** Writes a song as it now is into every list that it belongs to. */
export function relist(queries: QueryClient, song: Song) {
  goneFrom(queries).delete(song.id)
  eachList(queries, (pages, listing) => withSong(pages, song, listing))
}

/** Takes a deleted song out of the lists, and into those of deleted songs; while it is being deleted
 * it stays out of all that are fetched, and afterwards of those that were asked for before. */
export function unlist(queries: QueryClient, song: Song, at = Number.POSITIVE_INFINITY) {
  goneFrom(queries).set(song.id, at)
  eachList(queries, (pages, listing) => withDeleted(pages, song, listing))
}

/** A song as a list knows it. */
export function listedSong(queries: QueryClient, id: string): Song | undefined {
  for (const [, pages] of queries.getQueriesData<SongPages>({ queryKey: [LISTS] })) {
    const song = pages && songsOf(pages).find((each) => each.id === id)
    if (song) return song
  }
}

/** Forgets what was fetched, where much has changed at once. */
export function resetLists(queries: QueryClient) {
  return queries.resetQueries({ queryKey: [LISTS] })
}

/** What is on its way was asked before a change, and would undo it here. */
export async function holdLists(queries: QueryClient) {
  const predicate = ({ state }: { state: { data: unknown } }) => state.data !== undefined
  await queries.cancelQueries({ queryKey: [LISTS], predicate })
  await queries.cancelQueries({ queryKey: [HEADS], predicate })
}

function eachList(queries: QueryClient, change: (pages: SongPages, listing: Listing) => SongPages) {
  for (const [key, pages] of queries.getQueriesData<SongPages>({ queryKey: [LISTS] }))
    if (pages) queries.setQueryData(key, change(pages, key[1] as Listing))
}
