/** The gallery's songs as queries: the list, what is being composed now, and the verbs on them. */
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query"
import { readMidi } from "../music/midi"
import { answer, client, midiUrl, type Recipe, type Song } from "./client"
import { RECONNECT_MS } from "./queries"

const SONGS = ["songs"] as const
const COMPOSING_POLL_MS = 400
const HEARTBEAT_MS = 15_000
const PAGE = 200

/** Every song, newest first. Looks now and then for songs made elsewhere, and often for a lost service. */
export function useSongs() {
  const songs = useQuery({
    queryKey: SONGS,
    queryFn: everySong,
    refetchInterval: (query) => (query.state.error ? RECONNECT_MS : HEARTBEAT_MS),
  })
  useComposing(songs.data ?? [])
  return songs
}

async function everySong(): Promise<Song[]> {
  const songs: Song[] = []
  let cursor: string | null = null
  do {
    const query: { limit: number; cursor?: string } = { limit: PAGE }
    if (cursor) query.cursor = cursor
    const page = await answer(client.GET("/api/songs", { params: { query } }))
    songs.push(...page.songs)
    cursor = page.next
  } while (cursor)
  return songs
}

/** Follows each song that is being composed, and writes what it hears into the list. */
function useComposing(songs: readonly Song[]) {
  const queries = useQueryClient()
  const composing = songs.filter((song) => song.status === "composing")
  useQueries({
    queries: composing.map(({ id }) => ({
      queryKey: ["composing", id],
      queryFn: async () => {
        const path = { song_id: id }
        const song = await answer(client.GET("/api/songs/{song_id}", { params: { path } }))
        queries.setQueryData<Song[]>(SONGS, (all) =>
          all?.map((old) => (old.id === id ? song : old)),
        )
        return song
      },
      refetchInterval: COMPOSING_POLL_MS,
      gcTime: 0,
    })),
  })
}

export function useCompose() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (recipe: Recipe) => answer(client.POST("/api/songs", { body: recipe })),
    onSuccess: async (song) => {
      await queries.cancelQueries({ queryKey: SONGS }) // it may have set out before the song was there
      queries.setQueryData<Song[]>(SONGS, (all) => [song, ...without(song.id, all)])
    },
  })
}

export function useDeleteSong() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => {
      const path = { song_id: id }
      // keepalive: a deletion confirmed by closing the page still arrives
      return answer(client.DELETE("/api/songs/{song_id}", { params: { path }, keepalive: true }))
    },
    onSuccess: (_, id) => {
      queries.setQueryData<Song[]>(SONGS, (all) => without(id, all))
    },
    onError: () => queries.invalidateQueries({ queryKey: SONGS }),
  })
}

function without(id: string, songs: readonly Song[] = []): Song[] {
  return songs.filter((song) => song.id !== id)
}

/** The notes of a finished song, to draw. They never change. */
export function useScore(song: Song, wanted: boolean) {
  return useQuery({
    queryKey: ["score", song.id],
    queryFn: async () => {
      const response = await fetch(midiUrl(song.id))
      if (!response.ok) throw new Error(`The notes of ${song.title} could not be read.`)
      return readMidi(new Uint8Array(await response.arrayBuffer()))
    },
    enabled: wanted && song.status === "ready",
    staleTime: Number.POSITIVE_INFINITY,
  })
}
