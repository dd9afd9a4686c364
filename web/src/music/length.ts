/** Bars, beats and seconds. A beat is a quarter note, and a bpm counts quarter notes. */

export const MIN_BARS = 4
export const MAX_BARS = 512

/** Quarter notes in a bar of a meter such as `4/4`, `6/8`; what can't be read counts as 4/4. */
export function beatsPerBar(meter: string): number {
  const [beats, unit] = meter.split("/").map(Number)
  return beats && unit ? (beats * 4) / unit : 4
}

export function secondsOfBars(bars: number, meter: string, bpm: number): number {
  return (bars * beatsPerBar(meter) * 60) / bpm
}

/** The length slider runs over powers of two, 4 = 2^2 to 512 = 2^9, so that short songs get room. */
export const MIN_POSITION = Math.log2(MIN_BARS)
export const MAX_POSITION = Math.log2(MAX_BARS)

export function positionOfBars(bars: number): number {
  return Math.log2(clampBars(bars))
}

/** The bars under a slider position: whole below 16, then whole groups of four. */
export function barsAtPosition(position: number): number {
  const exact = 2 ** position
  return clampBars(exact < 16 ? Math.round(exact) : Math.round(exact / 4) * 4)
}

function clampBars(bars: number): number {
  return Math.min(MAX_BARS, Math.max(MIN_BARS, Math.round(bars)))
}
