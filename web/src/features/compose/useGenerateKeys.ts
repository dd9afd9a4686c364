/** Ctrl or Cmd and Enter do what Generate does, wherever one is on the page. */
import { useEffect, useEffectEvent } from "react"

export function useGenerateKeys(generate: () => void) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return
    event.preventDefault()
    generate()
  })
  useEffect(() => {
    window.addEventListener("keydown", press)
    return () => window.removeEventListener("keydown", press)
  }, [])
}
