/** Which rows of cards there have to be: those near the window, and the one with the focus. */
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual"
import { CARD_HEIGHT, GAP } from "./tiles"

const ROWS_AROUND = 3

type Options = {
  readonly count: number
  /** How far the first row is below the top of the page. */
  readonly top: number
  /** The row that stays, however far one scrolls. */
  readonly kept: number
}

export function useRows({ count, top, kept }: Options) {
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => CARD_HEIGHT,
    gap: GAP,
    overscan: ROWS_AROUND,
    scrollMargin: top,
    useFlushSync: false, // there are rows around to scroll into meanwhile
    rangeExtractor: (range: Range) => withRow(defaultRangeExtractor(range), kept),
  })
  return {
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start - top })),
    last: virtualizer.range?.endIndex ?? 0,
    height: virtualizer.getTotalSize(),
  }
}

function withRow(rows: number[], row: number): number[] {
  return rows.includes(row) ? rows : [...rows, row].sort((a, b) => a - b)
}
