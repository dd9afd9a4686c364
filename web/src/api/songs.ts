/**
 * Songs one by one: how each is, and what people do with it. What becomes of a song is written into
 * every list at once. Knows the routes of songs. Does not know how they sound or look.
 */
import {
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query"
import { answer, client, NotFound, type Recipe, type Song } from "./client"
import { RECONNECT_MS } from "./queries"
import type { components } from "./schema.gen"
import { holdLists, listedSong, relist, unlist } from "./songLists"

const COMPOSING_POLL_MS = 700
const ENDLESS_POLL_MS = 3_000
/** What was told so lately is not asked for again. */
const FRESH_MS = 1_000

const songKey = (id: string) => ["song", id] as const
const at = (id: string) => ({ params: { path: { song_id: id } } })

/** Writes a song as it now is wherever it is shown. */
export function rememberSong(queries: QueryClient, song: Song) {
  queries.setQueryData(songKey(song.id), song)
  relist(queries, song)
}

/** A song, followed while it is being composed. */
export function useSong(id: string) {
  const queries = useQueryClient()
  return useQuery({
    ...askedFor(queries, id),
    placeholderData: () => listedSong(queries, id),
    refetchInterval: ({ state }) => {
      if (state.error) return state.error instanceof NotFound ? false : RECONNECT_MS
      if (state.data?.status !== "composing") return false
      return state.data.bars_total === null ? ENDLESS_POLL_MS : COMPOSING_POLL_MS
    },
  })
}

/** Asks for a song that will be shown as soon as its page is there. */
export function fetchSong(queries: QueryClient, id: string) {
  return queries.prefetchQuery(askedFor(queries, id))
}

function askedFor(queries: QueryClient, id: string) {
  return queryOptions<Song>({
    queryKey: songKey(id),
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => {
      const told = await answer(client.GET("/api/songs/{song_id}", { ...at(id), signal }))
      const known = queries.getQueryData<Song>(songKey(id))
      // an answer that set out before the song was ready
      const song = known?.status === "ready" && told.status === "composing" ? known : told
      relist(queries, song)
      return song
    },
  })
}

export function useCompose() {
  return useTold((recipe: Recipe) => answer(client.POST("/api/songs", { body: recipe })))
}

/** A song made of another one. */
export type Verb =
  | { readonly verb: "variation"; readonly settings?: Recipe }
  | { readonly verb: "continue"; readonly bar?: number; readonly settings?: Recipe }
  /** `settings.redo` says which roles, `settings.redo_bars` where. */
  | { readonly verb: "redo"; readonly settings: Recipe }

export function useVerb(id: string) {
  return useTold((verb: Verb) => answer(callOf(id, verb)))
}

function callOf(id: string, verb: Verb) {
  switch (verb.verb) {
    case "variation":
      return client.POST("/api/songs/{song_id}/variation", { ...at(id), body: verb.settings ?? {} })
    case "continue":
      return client.POST("/api/songs/{song_id}/continue", { ...at(id), body: continued(verb) })
    case "redo":
      return client.POST("/api/songs/{song_id}/redo", { ...at(id), body: verb.settings })
  }
}

function continued({ bar, settings }: Extract<Verb, { verb: "continue" }>) {
  return { ...(bar ? { bar } : {}), settings: settings ?? {} } satisfies Continue
}

type Continue = components["schemas"]["ContinueIn"]
type SongEdit = components["schemas"]["SongEdit"]

/** A song's title, or whether it is a favourite: shown at once, and taken back where that fails. */
export function useEditSong(song: Song) {
  const queries = useQueryClient()
  const mutationKey = ["edit", song.id]
  return useMutation({
    mutationKey,
    scope: { id: `edit ${song.id}` },
    mutationFn: (edit: SongEdit) =>
      answer(client.PATCH("/api/songs/{song_id}", { ...at(song.id), body: edit })),
    onMutate: async (edit) => {
      await hold(queries, song.id)
      rememberSong(queries, { ...song, ...(edit as Partial<Song>) })
    },
    onSuccess: (edited) => {
      // of several edits in a row the last one tells what is true
      if (queries.isMutating({ mutationKey }) === 1) rememberSong(queries, edited)
    },
    onError: () => rememberSong(queries, song),
  })
}

/** Deletes a song at once; for some days it can be restored. */
export function useDeleteSong() {
  const queries = useQueryClient()
  return useMutation({
    // keepalive: a deletion just before the page is closed still arrives
    mutationFn: ({ id }: Song) =>
      answer(client.DELETE("/api/songs/{song_id}", { ...at(id), keepalive: true })),
    onMutate: async (song) => {
      await hold(queries, song.id)
      unlist(queries, song)
    },
    onSuccess: (_, song) => {
      unlist(queries, song, performance.now()) // from a list that was fetched meanwhile
      queries.removeQueries({ queryKey: songKey(song.id), type: "inactive" })
    },
    onError: (_, song) => relist(queries, song),
  })
}

export function useRestoreSong() {
  return useTold(({ id }: Song) => answer(client.POST("/api/songs/{song_id}/restore", at(id))))
}

/** A call that answers with a song as it now is, which every list then shows. */
function useTold<T>(mutationFn: (value: T) => Promise<Song>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: async (song) => {
      await hold(queries, song.id)
      rememberSong(queries, song)
    },
  })
}

/** What was asked before a change is not to undo it. */
async function hold(queries: QueryClient, id: string) {
  await holdLists(queries)
  await queries.cancelQueries({ queryKey: songKey(id) })
}
