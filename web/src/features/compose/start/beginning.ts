/** Which bars of a start a song goes on from. Pure; the same arithmetic as the service's. */
import type { Starter } from "../../../api/client"
import type { Settings } from "../draft/draft"

/** Bars of the start, counted from 0, the last one exclusive. */
export type Beginning = { readonly from: number; readonly to: number }

/** Of a start, this many of its last bars are gone on from, where nothing else is asked. */
const START_BARS = 8

export function beginningOf(
  { start_at, start_bars }: Pick<Settings, "start_at" | "start_bars">,
  { bars }: Pick<Starter, "bars">,
): Beginning {
  const to = Math.min(bars, start_at ?? bars)
  return { from: Math.max(0, to - (start_bars ?? START_BARS)), to }
}
