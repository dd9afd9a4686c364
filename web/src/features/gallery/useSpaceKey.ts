/** Space plays and pauses: the present song, or the newest where there is none. */
import { useEffect } from "react"
import { type Song, wavUrl } from "../../api/client"
import type { Player } from "../../audio/player"

/** What already means something by the space key keeps it. */
const KEEPS_SPACE = "input:not([type=range]), textarea, select, button, a, [role=option]"

export function useSpaceKey(player: Player, newest: Song | undefined) {
  const newestId = newest?.id
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== " " || event.repeat || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest(KEEPS_SPACE)) return
      const { songId, state } = player.get()
      const id = songId ?? newestId
      if (!id) return
      event.preventDefault()
      if (state === "playing" || state === "loading") player.pause()
      else player.play(id, wavUrl(id))
    }
    window.addEventListener("keydown", press)
    return () => window.removeEventListener("keydown", press)
  }, [player, newestId])
}
