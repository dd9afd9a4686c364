/** Four meters that follow the sound, drawn frame by frame without React. */
import { type RefCallback, useCallback, useEffect, useRef } from "react"
import { ROLES, type Role } from "../../music/roles"
import { usePlayer } from "../../ui/playback"

/** How much of a level is left a frame later: a meter jumps up, and sinks. */
const SINKING = 0.88
const SILENCE = 0.004

/** The element of a role is scaled by how loud it is; where nothing is `sounding` all sink to silence. */
export function useMeters(sounding: boolean): (role: Role) => RefCallback<HTMLElement> {
  const player = usePlayer()
  const elements = useRef<Partial<Record<Role, HTMLElement>>>({})
  const shown = useRef<Record<Role, number>>({ drums: 0, bass: 0, chords: 0, lead: 0 })

  useEffect(() => {
    let frame = 0
    const draw = () => {
      const heard = player.levels()
      let isMoving = sounding
      for (const role of ROLES) {
        const sunk = shown.current[role] * SINKING
        const level = Math.max(sounding ? heard[role] : 0, sunk < SILENCE ? 0 : sunk)
        shown.current[role] = level
        const element = elements.current[role]
        if (element) element.style.transform = `scaleX(${level.toFixed(3)})`
        isMoving ||= level > 0
      }
      if (isMoving) frame = requestAnimationFrame(draw)
    }
    draw()
    return () => cancelAnimationFrame(frame)
  }, [player, sounding])

  return useCallback(
    (role) => (element) => {
      if (element) elements.current[role] = element
      else delete elements.current[role]
    },
    [],
  )
}
