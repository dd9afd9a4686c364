/** Making a song of this one: the new one is gone to, and heard at once where this one was. */
import { useLocation } from "wouter"
import type { Song } from "../../api/client"
import { playableOf } from "../../api/feeds"
import { useCompose, useVerb, type Verb } from "../../api/songs"
import { isGoing } from "../../audio/player"
import { useFeeds } from "../../ui/feeds"
import { usePlayer } from "../../ui/playback"

export function useMade(song: Song) {
  const verb = useVerb(song.id)
  const show = useShow(song.id)
  return {
    ...verb,
    /** What is heard begins so many seconds into the new song: where it becomes another. */
    make: (asked: Verb, from = 0) => verb.mutate(asked, { onSuccess: show(from) }),
  }
}

/** The same once more, for a song that failed. */
export function useAgain(song: Song) {
  const compose = useCompose()
  const show = useShow(song.id)
  return { ...compose, again: () => compose.mutate(song.recipe, { onSuccess: show(0) }) }
}

/** To be asked in the gesture, while it is known whether this song is heard. */
function useShow(id: string) {
  const player = usePlayer()
  const feeds = useFeeds()
  const [, go] = useLocation()
  return (from: number) => {
    const before = player.get()
    const isHeard = before.song?.id === id && isGoing(before.state)
    return (made: Song) => {
      if (isHeard) player.play(playableOf(made, feeds), from)
      go(`/songs/${made.id}`)
    }
  }
}
