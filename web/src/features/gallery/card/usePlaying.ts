/** A card's hold on the player: whether its song is the one that plays, and how to play it. */
import type { Song } from "../../../api/client"
import { playableOf } from "../../../api/feeds"
import { isGoing } from "../../../audio/player"
import { useFeeds } from "../../../ui/feeds"
import { usePlayer, useSongPlayback } from "../../../ui/playback"

export type Playing = ReturnType<typeof usePlaying>

export function usePlaying(song: Song) {
  const player = usePlayer()
  const feeds = useFeeds()
  const { state, song: present } = useSongPlayback(song.id)
  return {
    /** Whether the player holds this song, sounding or not. */
    isPresent: present !== null,
    isOn: isGoing(state),
    isLoading: state === "loading",
    toggle() {
      if (present && state !== "failed") player.toggle()
      else player.play(playableOf(song, feeds))
    },
    /** Goes to a place; a song that isn't the present one begins to play there. */
    seek(seconds: number) {
      if (present) player.seek(seconds)
      else player.play(playableOf(song, feeds), seconds)
    },
  }
}
