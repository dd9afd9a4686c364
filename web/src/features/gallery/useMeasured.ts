/** How wide an element is, and how far below the top of the page: measured before it is seen, and again as it changes. */
import { type RefObject, useLayoutEffect, useState } from "react"

type Measures = { readonly width: number; readonly top: number }

export function useMeasured(ref: RefObject<HTMLElement | null>): Measures {
  const [measures, setMeasures] = useState<Measures>({ width: 0, top: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const rect = element.getBoundingClientRect()
      const now = { width: rect.width, top: rect.top + window.scrollY }
      setMeasures((old) => (old.width === now.width && old.top === now.top ? old : now))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    if (element.parentElement) observer.observe(element.parentElement) // what is above may grow
    return () => observer.disconnect()
  }, [ref])
  return measures
}
