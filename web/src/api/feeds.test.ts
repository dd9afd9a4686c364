import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { createFeeds, scoreOf } from "./feeds"

class FakeSource extends EventTarget {
  static all: FakeSource[] = []
  static readonly CLOSED = 2
  readyState = 1
  onerror: (() => void) | null = null
  constructor(readonly url: string) {
    super()
    FakeSource.all.push(this)
  }
  close() {
    this.readyState = 2
  }
  tell(kind: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }))
  }
}

const MIX = {
  drums: { program: 0, volume: 100, pan: 64 },
  bass: { program: 33, volume: 100, pan: 64 },
  chords: { program: 0, volume: 90, pan: 50 },
  lead: { program: 80, volume: 90, pan: 80 },
}
const FRAME = {
  meter: "3/4",
  bar_steps: 36,
  steps_per_beat: 12,
  tempos: [[0, 100]],
  mix: MIX,
  bars_total: 8,
}
const note = (onset: number) => [onset, 1, 40, 6, 90]

beforeEach(() => {
  FakeSource.all = []
  vi.stubGlobal("EventSource", FakeSource)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function listening(told = vi.fn()) {
  const feeds = createFeeds(told)
  const feed = feeds.of({ id: "a", status: "composing" })
  const listen = vi.fn()
  const leave = feed.subscribe(listen)
  const [source] = FakeSource.all
  if (!source) throw new Error("Nobody listens.")
  return { feeds, feed, listen, leave, source, told }
}

test("a song grows bar by bar while it is composed", () => {
  const { feed, source, listen } = listening()
  expect(source.url).toBe("/api/songs/a/events?performed=true")
  source.tell("frame", FRAME)
  source.tell("bars", { bars_done: 2, bars_total: 8, notes: [note(0), note(40)] })
  source.tell("bars", { bars_done: 3, bars_total: 8, notes: [note(72)] })
  expect(listen).toHaveBeenCalledTimes(3)
  expect(feed.get()).toMatchObject({ bars: 3, barsTotal: 8, barSteps: 36, complete: false })
  expect([...(feed.get()?.notes.onset ?? [])].slice(0, 3)).toEqual([0, 40, 72])
})

test("what is told again after a broken line is heard once", () => {
  const { feed, source } = listening()
  source.tell("frame", FRAME)
  source.tell("bars", { bars_done: 2, bars_total: 8, notes: [note(0), note(40)] })
  source.close()
  source.onerror?.()
  vi.advanceTimersByTime(1_000)
  const again = FakeSource.all[1]
  again?.tell("frame", FRAME)
  again?.tell("bars", { bars_done: 4, bars_total: 8, notes: [note(0), note(40), note(72)] })
  expect(feed.get()?.notes.count).toBe(3)
  expect(feed.get()?.bars).toBe(4)
})

test("a song that swings is the same streamed in pieces, told again, and whole", async () => {
  const swung = [0, 8.275, 35.95, 36, 44.1, 71.4, 72.025, 80.1, 107.9].map(note)
  const bars = (from: number, to: number) =>
    swung.filter(([onset = 0]) => onset >= from * 36 && onset < to * 36)
  const { feed, source } = listening()
  source.tell("frame", FRAME)
  source.tell("bars", { bars_done: 1, bars_total: 3, notes: bars(0, 1) })
  source.tell("bars", { bars_done: 2, bars_total: 3, notes: bars(1, 2) })
  source.close()
  source.onerror?.()
  vi.advanceTimersByTime(1_000)
  const again = FakeSource.all[1]
  again?.tell("frame", { ...FRAME, bars_total: 3 })
  again?.tell("bars", { bars_done: 3, bars_total: 3, notes: bars(0, 3) })
  again?.tell("ready", { id: "a", status: "ready" })
  const whole = scoreOf({
    ...{ bpm: 100, meter: "3/4", steps_per_beat: 12, bars: 3, programs: {}, mix: MIX },
    ...{ tempos: [[0, 100]], notes: swung },
  })
  expect(feed.get()).toEqual(whole)
})

test("a change is told, and its tempo holds from its step on", () => {
  const { feed, source, told } = listening()
  source.tell("frame", FRAME)
  source.tell("changed", { id: "a", title: "Faster" })
  source.tell("frame", { ...FRAME, tempos: [[0, 100], [72, 140]] }) // biome-ignore format: a pair
  expect(told).toHaveBeenCalledWith({ id: "a", title: "Faster" })
  expect(feed.get()?.tempos).toEqual([
    { step: 0, bpm: 100 },
    { step: 72, bpm: 140 },
  ])
})

test("a song that is ready is complete, and told of", () => {
  const { feed, source, told } = listening()
  source.tell("frame", FRAME)
  source.tell("ready", { id: "a", status: "ready" })
  expect(feed.get()?.complete).toBe(true)
  expect(told).toHaveBeenCalledWith({ id: "a", status: "ready" })
  expect(source.readyState).toBe(FakeSource.CLOSED)
})

test("all who listen to a song share one line, which outlasts them a little", () => {
  const { feeds, feed, leave, source } = listening()
  expect(feeds.of({ id: "a", status: "composing" })).toBe(feed)
  leave()
  vi.advanceTimersByTime(5_000)
  feed.subscribe(() => {})()
  vi.advanceTimersByTime(9_000)
  expect([FakeSource.all.length, source.readyState]).toEqual([1, 1])
  vi.advanceTimersByTime(1_000)
  expect(source.readyState).toBe(FakeSource.CLOSED)
  expect(feeds.of({ id: "a", status: "composing" })).not.toBe(feed)
})

test("written notes are a score", () => {
  const score = scoreOf({
    bpm: 90,
    meter: "6/8",
    steps_per_beat: 12,
    bars: 4,
    programs: {},
    mix: MIX,
    tempos: [[0, 90]],
    notes: [[3.5, 1, 40, 6, 90]],
  })
  expect(score).toMatchObject({ barSteps: 36, bars: 4, complete: true })
  expect(score.notes.onset[0]).toBe(3.5)
})
