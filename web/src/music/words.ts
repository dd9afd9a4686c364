/** Times and numbers as people read them. */

/** 0 → `0:00`, 124.6 → `2:04`, 3725 → `1:02:05`. Rounds down, as players do. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (n: number) => String(n).padStart(2, "0")
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** The same for a screen reader: 124 → `2 minutes 4 seconds`. */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const minutes = Math.floor(whole / 60)
  const rest = counted(whole % 60, "second")
  return minutes ? `${counted(minutes, "minute")} ${rest}` : rest
}

export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`
}

/** `bass`, `bass and lead`, `drums, bass and lead`. */
export function listed(words: readonly string[]): string {
  const [last = "", ...others] = [...words].reverse()
  return others.length ? `${others.reverse().join(", ")} and ${last}` : last
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago, loosely, and the date once it is more than a week. */
export function ago(iso: string, now: Date): string {
  const then = new Date(iso)
  const seconds = (now.getTime() - then.getTime()) / 1000
  if (seconds < MINUTE) return "just now"
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ago`
  if (seconds < 7 * DAY) return `${counted(Math.floor(seconds / DAY), "day")} ago`
  return day(then)
}

/** The moment in full, for who wants to know exactly: `Nov 23, 2026, 9:05`. */
export function moment(iso: string): string {
  const then = new Date(iso)
  return `${day(then)}, ${then.getHours()}:${String(then.getMinutes()).padStart(2, "0")}`
}

/** `Nov 23, 2026`. Not by `Intl`, whose first use costs a page 27 ms. */
function day(date: Date): string {
  const [, month, of, year] = date.toDateString().split(" ")
  return `${month} ${Number(of)}, ${year}`
}
