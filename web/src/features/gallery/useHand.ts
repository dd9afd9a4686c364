/** What cards may do beyond their own song: let go of it, with a way back, and say so. */
import { useCallback, useMemo } from "react"
import type { Song } from "../../api/client"
import { useDeleteSong, useRestoreSong } from "../../api/songs"
import { starterTitle, useStarters } from "../../api/starters"
import { useTell } from "../../ui/notices"
import { usePlayer } from "../../ui/playback"
import type { Hand } from "./card/hand"

/** `focusOn` leads the focus to a card as soon as it is there. */
export function useHand(focusOn: (id: string) => void): Hand {
  const tell = useTell()
  const player = usePlayer()
  const starters = useStarters().data
  const { mutateAsync: deleteSong } = useDeleteSong()
  const { mutateAsync: restoreSong } = useRestoreSong()
  const fail = useCallback((problem: Error) => tell(problem.message, { isProblem: true }), [tell])

  return useMemo(() => {
    const undo = (song: Song) => restoreSong(song).then(({ id }) => focusOn(id), fail)
    return {
      tell,
      starterTitle: (name) => starterTitle(name, starters ?? []),
      remove(song) {
        if (player.get().song?.id === song.id) player.stop()
        const neighbour = neighbourInFocus(song.id)
        if (neighbour) focusOn(neighbour)
        deleteSong(song).then(() => {
          const action = { name: "Undo", undoes: true, run: () => undo(song) }
          tell(`Deleted ${song.title}.`, { action })
        }, fail)
      },
      restore(song) {
        const neighbour = neighbourInFocus(song.id)
        if (neighbour) focusOn(neighbour)
        restoreSong(song).then(() => tell(`${song.title} is back among the songs.`), fail)
      },
    }
  }, [player, starters, deleteSong, restoreSong, tell, fail, focusOn])
}

/** The card beside a song's, where the focus would be lost with it. */
function neighbourInFocus(id: string): string | undefined {
  const card = document.activeElement?.closest<HTMLElement>("[data-song]")
  if (card?.dataset.song !== id) return
  const cards = [...document.querySelectorAll<HTMLElement>("[data-song]")]
  const place = cards.indexOf(card)
  return (cards[place + 1] ?? cards[place - 1])?.dataset.song
}
