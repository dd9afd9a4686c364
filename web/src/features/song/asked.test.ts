import { expect, test } from "vitest"
import {
  type Asked,
  askedInWords,
  askedOf,
  reachOf,
  shareInWords,
  verdictOn,
  whereAsked,
} from "./asked"
import { songOf } from "./testing"

const lead = (part: Partial<Asked>): Asked => ({
  role: "lead",
  asked: 1,
  played: 1,
  notes: 120,
  share: 0.1,
  kept: false,
  ...part,
})

test("the roles are told in their own order", () => {
  const one = { notes: 1, share: 0.5, asked: 1, delivered: 0.9 }
  const all = askedOf(songOf({ delivered: { lead: one, drums: one } }))
  expect(all.map(({ role, played }) => [role, played])).toEqual([
    ["drums", 0.9],
    ["lead", 0.9],
  ])
})

test.each([
  [1, 1.08, "asked 1×, played 1.1×", "as asked"],
  [2, 1.5, "asked 2×, played 1.5×", "a little less"],
  [0.5, 1, "asked 0.5×, played 1×", "much more"],
  [1, 0.04, "asked 1×, played 0.04×", "much less"],
  [0, 0.2, "asked to rest, played 0.2×", ""],
  [null, null, "nothing was planned", ""],
])("%o asked and %o played reads “%s”, “%s”", (asked, played, words, verdict) => {
  expect([askedInWords(lead({ asked, played })), verdictOn(lead({ asked, played }))]).toEqual([
    words,
    verdict,
  ])
})

test("a role without notes says so", () => {
  expect(askedInWords(lead({ asked: 0, played: 0, notes: 0 }))).toBe("asked to rest, and does")
  expect(askedInWords(lead({ asked: null, notes: 0 }))).toBe("not in this song")
  expect(shareInWords(lead({ notes: 0, share: 0 }))).toBe("no notes")
  expect(shareInWords(lead({ notes: 1, share: 0.001 }))).toBe("1 note, 1 % of all")
})

test("the scale reaches to the most that was asked or played", () => {
  expect(reachOf([lead({}), lead({ asked: 4 })])).toBe(4)
  expect(reachOf([lead({ asked: null, played: null })])).toBe(1.5)
})

test("of a redone song those who were kept were asked for nothing", () => {
  const song = songOf({ verb: "redo" }, { redo: "lead, bass", redo_bars: "4-7" })
  expect(askedOf(song).map((one) => askedInWords(one))).toEqual([
    "kept as it was",
    "asked 1×, played 0.8×",
    "kept as it was",
    "asked 0.5×, played 1×",
  ])
  expect(whereAsked(song)).toBe("in bars 4–7")
})

test("of a song that goes on it is told from where", () => {
  expect(whereAsked(songOf({ verb: "continue" }, { start_bars: 24 }))).toBe("from bar 25 on")
  expect(whereAsked(songOf())).toBe("")
})
