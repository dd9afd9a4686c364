/**
 * Seeking on a picture: a click or tap goes to its place, a drag shows where and goes when let go.
 * A finger that moves up or down scrolls the page instead.
 */
import { type PointerEvent as Pointed, useState } from "react"

const DRAG_PIXELS = 5

type Press = { readonly pointer: number; readonly x: number }

export function useSeek(onSeek: (share: number) => void) {
  const [press, setPress] = useState<Press | null>(null)
  const [dragged, setDragged] = useState<number | null>(null)

  const end = () => {
    setPress(null)
    setDragged(null)
  }
  const handlers = {
    onPointerDown(event: Pointed) {
      if (event.isPrimary && event.button === 0)
        setPress({ pointer: event.pointerId, x: event.clientX })
    },
    onPointerMove(event: Pointed) {
      if (press?.pointer !== event.pointerId) return
      if (dragged === null && Math.abs(event.clientX - press.x) < DRAG_PIXELS) return
      event.currentTarget.setPointerCapture(event.pointerId)
      setDragged(shareAt(event))
    },
    onPointerUp(event: Pointed) {
      if (press?.pointer === event.pointerId) onSeek(shareAt(event))
      end()
    },
    onPointerCancel: end,
    onPointerLeave: () => dragged === null && setPress(null),
  }
  return { dragged, handlers }
}

function shareAt({ currentTarget, clientX }: Pointed): number {
  const { left, width } = currentTarget.getBoundingClientRect()
  return width ? Math.min(1, Math.max(0, (clientX - left) / width)) : 0
}
