/** A band that plays on until it is stopped: begun, changed while it plays, and kept as a song. */
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { answer, client, type Recipe, type Song } from "./client"
import type { components } from "./schema.gen"
import { rememberSong } from "./songs"

export type Change = components["schemas"]["ChangeIn"]

const at = (id: string) => ({ params: { path: { song_id: id } } })

export function useStartBand() {
  return useTold((recipe: Recipe) =>
    answer(client.POST("/api/songs", { body: recipe, params: { query: { endless: true } } })),
  )
}

/** From the next note on; it is heard when what was composed before it has been played. */
export function useChangeBand(id: string) {
  return useTold((change: Change) =>
    answer(client.PATCH("/api/songs/{song_id}/recipe", { ...at(id), body: change })),
  )
}

export function useStopBand(id: string) {
  return useTold(() => answer(client.POST("/api/songs/{song_id}/stop", at(id))))
}

/** A call that answers with the song as it is now, which every list then shows. */
function useTold<T>(mutationFn: (value: T) => Promise<Song>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn, onSuccess: (song) => rememberSong(queries, song) })
}
