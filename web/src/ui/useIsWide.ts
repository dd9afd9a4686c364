/** Whether there is room for two columns: a desk or a tablet, not a phone. */
import { useMediaQuery } from "@mantine/hooks"

export function useIsWide(): boolean {
  return useMediaQuery("(min-width: 768px)", true, { getInitialValueInEffect: false })
}
