import { expect, test } from "vitest"
import { ago, clock, counted, listed, moment, spokenTime } from "./words"

test.each([
  [0, "0:00"],
  [59.9, "0:59"],
  [124.6, "2:04"],
  [3725, "1:02:05"],
  [-1, "0:00"],
])("%f seconds read %s", (seconds, words) => {
  expect(clock(seconds)).toBe(words)
})

test("a screen reader hears minutes and seconds, in the singular where there is one", () => {
  expect(spokenTime(61)).toBe("1 minute 1 second")
  expect(spokenTime(30)).toBe("30 seconds")
  expect(counted(2, "bar")).toBe("2 bars")
})

test.each([
  ["2026-11-22T11:59:30Z", "just now"],
  ["2026-11-22T11:45:00Z", "15 min ago"],
  ["2026-11-22T09:00:00Z", "3 h ago"],
  ["2026-11-21T11:00:00Z", "1 day ago"],
])("a song of %s was made %s", (created, words) => {
  expect(ago(created, new Date("2026-11-22T12:00:00Z"))).toBe(words)
})

test("a song older than a week shows its date", () => {
  expect(ago("2026-03-04T12:00:00Z", new Date("2026-11-22T12:00:00Z"))).toBe("Mar 4, 2026")
})

test("a moment in full is told by the clock on this wall", () => {
  expect(moment(new Date(2026, 10, 3, 9, 5).toISOString())).toBe("Nov 3, 2026, 9:05")
})

test.each([
  [[], ""],
  [["bass"], "bass"],
  [["bass", "lead"], "bass and lead"],
  [["drums", "bass", "lead"], "drums, bass and lead"],
])("%j in a row", (words, said) => {
  expect(listed(words)).toBe(said)
})
