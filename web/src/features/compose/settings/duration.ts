/** A length of time as it is typed: `2:30`, `150`, `90 s`, `3 min`. Pure. */

const CLOCK = /^(?:(\d+):)?(\d{1,3}):(\d{1,2})$/
const AMOUNT = /^(\d+(?:[.,]\d+)?)\s*(s|sec|seconds?|m|min|minutes?)?$/i

/** Its seconds; null where it is none. */
export function secondsIn(text: string): number | null {
  const [, hours = "0", minutes, seconds] = CLOCK.exec(text.trim()) ?? []
  if (minutes && seconds) return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  const [, amount, unit = "s"] = AMOUNT.exec(text.trim()) ?? []
  if (!amount) return null
  return Number(amount.replace(",", ".")) * (unit.toLowerCase().startsWith("m") ? 60 : 1)
}
