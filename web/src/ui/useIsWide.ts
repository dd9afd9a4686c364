/** Whether there is room for two columns: a desk or a tablet, not a phone. */
import { useMediaQuery } from "@mantine/hooks"

const WIDE = "(min-width: 768px)"

export function useIsWide(): boolean {
  return useMediaQuery(WIDE, true, { getInitialValueInEffect: false })
}

/** The same, at this moment. */
export function isWide(): boolean {
  return window.matchMedia(WIDE).matches
}
