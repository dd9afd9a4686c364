/** Deleting with a way back: a song is only deleted once the time to undo has run out. */
import { useEffect, useRef, useState } from "react"
import { useDeleteSong } from "../../api/songs"

export const UNDO_MS = 6000

export function useFarewells() {
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set())
  const timers = useRef(new Map<string, number>())
  const remove = useDeleteSong()
  const { mutate } = remove

  function undo(id: string) {
    window.clearTimeout(timers.current.get(id))
    timers.current.delete(id)
    setLeaving((ids) => without(ids, id))
  }

  function finish(id: string) {
    timers.current.delete(id)
    mutate(id, { onError: () => setLeaving((ids) => without(ids, id)) })
  }

  function begin(id: string) {
    setLeaving((ids) => new Set(ids).add(id))
    timers.current.set(
      id,
      window.setTimeout(() => finish(id), UNDO_MS),
    )
  }

  // who closes the page meant it
  useEffect(() => {
    const open = timers.current
    const finishAll = () => {
      for (const [id, timer] of open) {
        window.clearTimeout(timer)
        mutate(id)
      }
      open.clear()
    }
    window.addEventListener("pagehide", finishAll)
    return () => window.removeEventListener("pagehide", finishAll)
  }, [mutate])

  return { leaving, begin, undo, problem: remove.error?.message }
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id))
}
