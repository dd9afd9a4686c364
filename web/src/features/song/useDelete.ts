/** Deleting a song from its own page: one is back in the gallery at once, and can take it back there. */
import { useLocation } from "wouter"
import type { Song } from "../../api/client"
import { useDeleteSong, useRestoreSong } from "../../api/songs"
import { useTell } from "../../ui/notices"
import { usePlayer } from "../../ui/playback"

export function useDelete(song: Song, onLeave: () => void) {
  const player = usePlayer()
  const remove = useDeleteSong()
  const restore = useRestoreSong()
  const tell = useTell()
  const [, go] = useLocation()
  const fail = (problem: Error) => tell(problem.message, { isProblem: true })

  const undo = () => restore.mutateAsync(song).then(() => go(`/songs/${song.id}`), fail)
  const done = () => {
    const did = song.status === "composing" ? "cancelled" : "deleted"
    tell(`${song.title} is ${did}.`, { action: { name: "Undo", undoes: true, run: undo } })
  }
  return () => {
    if (player.get().song?.id === song.id) player.stop()
    // by promise, for this page is gone when the answer comes
    remove.mutateAsync(song).then(done, fail)
    onLeave()
  }
}
