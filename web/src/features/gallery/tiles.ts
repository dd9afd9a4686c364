/** Where cards stand, and which is next to which. Arithmetic only. */

export const GAP = 16
export const CARD_HEIGHT = 244
const MIN_CARD_WIDTH = 288
const ROWS_OF_A_PAGE = 3

export function columnsIn(width: number): number {
  return Math.max(1, Math.floor((width + GAP) / (MIN_CARD_WIDTH + GAP)))
}

/** The card that a key leads to from another; null for a key that leads nowhere. */
export function nextCard(key: string, from: number, columns: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * ROWS_OF_A_PAGE,
    PageUp: -columns * ROWS_OF_A_PAGE,
    Home: -count,
    End: count,
  }
  const step = steps[key]
  if (step === undefined || count === 0) return null
  return Math.min(count - 1, Math.max(0, from + step))
}
