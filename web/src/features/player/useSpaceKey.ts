/** Space pauses what plays, and plays on, wherever one is. */
import { useEffect } from "react"
import type { Player } from "../../audio/playback"

/** What already means something by the space key keeps it. */
const KEEPS_SPACE =
  "input:not([type=range]), textarea, select, button, [role=option], [role=menu], [contenteditable=true]"

export function useSpaceKey(player: Player) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== " " || event.repeat || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest(KEEPS_SPACE)) return
      if (!player.get().song) return
      event.preventDefault()
      player.toggle()
    }
    window.addEventListener("keydown", press)
    return () => window.removeEventListener("keydown", press)
  }, [player])
}
