/** On a song's page space plays that song where nothing else sounds. What plays is paused by the player bar. */
import { useEffect } from "react"
import { isGoing } from "../../audio/player"
import { usePlayer } from "../../ui/playback"
import { isFreeSpace } from "../../ui/spaceKey"

export function useSpaceKey(id: string, play: () => void) {
  const player = usePlayer()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isFreeSpace(event)) return
      const playback = player.get()
      if (playback.song?.id === id || isGoing(playback.state)) return
      event.preventDefault()
      play()
    }
    // before the bar, which would go on with a song that was left paused elsewhere
    window.addEventListener("keydown", press, { capture: true })
    return () => window.removeEventListener("keydown", press, { capture: true })
  }, [player, id, play])
}
