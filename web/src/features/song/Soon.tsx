/** What nobody misses in the first moment: drawn after all else of its page, in short pieces. */
import { type ReactNode, useDeferredValue } from "react"

export function Soon({ children }: { children: ReactNode }) {
  return useDeferredValue(true, false) && children
}
