/** Space pauses what plays, and plays on, wherever one is. */
import { useEffect } from "react"
import type { Player } from "../../audio/playback"
import { isFreeSpace } from "../../ui/spaceKey"

export function useSpaceKey(player: Player) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isFreeSpace(event) || !player.get().song) return
      event.preventDefault()
      player.toggle()
    }
    window.addEventListener("keydown", press)
    return () => window.removeEventListener("keydown", press)
  }, [player])
}
