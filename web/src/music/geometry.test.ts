import { expect, test } from "vitest"
import {
  beatSteps,
  clamped,
  everyBars,
  fitted,
  following,
  loopGrid,
  loopGrip,
  loopMoved,
  loopOver,
  MAX_ZOOM,
  marks,
  opening,
  paging,
  scrolled,
  stepOf,
  stepsToShow,
  type View,
  xOf,
  zoomed,
} from "./geometry"
import { scoreOf } from "./rehearsal"

const BAR = 48
const GRID = { bar: BAR, beat: 12 }
const EXTENT = { steps: 64 * BAR, width: 960 }

test("pixels and steps are each other's inverse", () => {
  const view = { from: 100, zoom: 2.5 }
  expect(xOf(view, 140)).toBe(100)
  expect(stepOf(view, xOf(view, 333))).toBe(333)
})

test.each([
  ["a song being composed, all its bars", { bars: 3 }, 64],
  ["a finished one, those it has", { bars: 60, complete: true }, 60],
  ["one without end, a screen of empty bars", { barsTotal: null }, 16],
  ["and more as it grows", { bars: 100, barsTotal: null }, 108],
  ["an empty one, a bar", { complete: true }, 1],
])("the roll shows of %s", (_, told, bars) => {
  expect(stepsToShow(scoreOf([], { bars: 0, barsTotal: 64, complete: false, ...told }))).toBe(
    bars * BAR,
  )
})

test("a view shows nothing before or after the song", () => {
  expect(clamped({ from: -5, zoom: 1 }, EXTENT).from).toBe(0)
  expect(clamped({ from: 9999, zoom: 1 }, EXTENT).from).toBe(64 * BAR - 960)
  expect(clamped({ from: 0, zoom: 0.001 }, EXTENT)).toEqual(fitted(EXTENT))
  expect(clamped({ from: 0, zoom: 900 }, EXTENT).zoom).toBe(MAX_ZOOM)
})

test("a song shorter than the roll at its closest begins at the left", () => {
  expect(clamped({ from: 3, zoom: 1 }, { steps: 12, width: 960 })).toEqual({ from: 0, zoom: 40 })
})

test("what lies under the pointer stays there while one zooms", () => {
  const view = { from: 500, zoom: 1 }
  const nearer = zoomed(view, 3, 200, EXTENT)
  expect(nearer.zoom).toBe(3)
  expect(stepOf(nearer, 200)).toBeCloseTo(stepOf(view, 200))
})

test("scrolling goes by pixels, and ends where the song does", () => {
  expect(scrolled({ from: 0, zoom: 2 }, 100, EXTENT).from).toBe(50)
  expect(scrolled({ from: 0, zoom: 2 }, -100, EXTENT).from).toBe(0)
})

test("a song opens with a dozen bars on a desk, four on a phone, and whole where it is short", () => {
  const seen = (width: number, steps: number) => width / opening({ width, steps }, BAR).zoom / BAR
  expect(seen(1400, EXTENT.steps)).toBeCloseTo(12, 0)
  expect(seen(350, EXTENT.steps)).toBeCloseTo(4, 0)
  expect(seen(1400, 8 * BAR)).toBe(8)
})

test.each([
  ["4/4", 12],
  ["3/4", 12],
  ["6/8", 18],
  ["12/8", 18],
])("a beat of %s has %d steps", (meter, steps) => {
  expect(beatSteps({ meter, stepsPerBeat: 12 })).toBe(steps)
})

test.each([
  [100, 1],
  [45, 2],
  [20, 4],
  [5, 16],
])("bars %d pixels wide are numbered every %d bars", (barWidth, every) => {
  expect(everyBars(barWidth, 46)).toBe(every)
})

const labels = (zoom: number, bars: number) =>
  marks([0, bars * BAR], zoom, GRID).flatMap(({ label }) => label ?? [])

test("the ruler has as many numbers as it has room for", () => {
  expect(labels(2, 4)).toEqual(["1", "2", "3", "4"])
  expect(labels(0.45, 16)).toEqual(["1", "5", "9", "13"])
  expect(labels(8, 2)).toEqual(["1", "1.2", "1.3", "1.4", "2", "2.2", "2.3", "2.4"])
})

test("beats and their parts have lines once those can be told apart", () => {
  const kinds = (zoom: number) => marks([0, BAR], zoom, GRID).map(({ kind }) => kind)
  expect(kinds(0.5)).toEqual(["phrase"])
  expect(kinds(2)).toEqual(["phrase", "beat", "beat", "beat"])
  expect(kinds(8).filter((kind) => kind === "part")).toHaveLength(12)
})

test("every fourth line is one to count by", () => {
  const phrases = marks([0, 9 * BAR], 1, GRID).filter(({ kind }) => kind === "phrase")
  expect(phrases.map(({ step }) => step / BAR)).toEqual([0, 4, 8])
})

test("marks begin with the bar that the view begins in", () => {
  expect(marks([100, 200], 0.5, GRID).map(({ step }) => step)).toEqual([96, 144, 192])
})

test("a loop keeps to bars, or close up to beats", () => {
  expect([loopGrid(1, GRID), loopGrid(5, GRID)]).toEqual([BAR, 12])
})

test("a dragged loop has all bars that were touched, from either side", () => {
  expect(loopOver(60, 130, BAR, EXTENT.steps)).toEqual([48, 144])
  expect(loopOver(130, 60, BAR, EXTENT.steps)).toEqual([48, 144])
  expect(loopOver(100, 100, BAR, EXTENT.steps)).toEqual([96, 144])
})

test("a loop stays within the song", () => {
  expect(loopOver(-50, 10, BAR, 480)).toEqual([0, 48])
  expect(loopOver(470, 999, BAR, 480)).toEqual([432, 480])
  expect(loopOver(480, 999, BAR, 480)).toEqual([432, 480])
})

const room = { grid: BAR, steps: 480 }

test("either end of a loop can be taken elsewhere, but not past the other", () => {
  expect(loopMoved([96, 192], "start", -40, room)).toEqual([48, 192])
  expect(loopMoved([96, 192], "start", 400, room)).toEqual([144, 192])
  expect(loopMoved([96, 192], "end", 70, room)).toEqual([96, 240])
  expect(loopMoved([96, 192], "end", -400, room)).toEqual([96, 144])
})

test("a loop taken by its middle keeps its length", () => {
  expect(loopMoved([96, 192], "body", 100, room)).toEqual([192, 288])
  expect(loopMoved([96, 192], "body", 999, room)).toEqual([384, 480])
})

test.each([
  [97, "start"],
  [110, "body"],
  [190, "end"],
  [196, "end"],
  [300, null],
])("at %d one grips the loop's %s", (x, grip) => {
  expect(loopGrip({ from: 0, zoom: 1 }, [96, 192], x, 7)).toBe(grip)
})

test("without a loop there is none to grip", () => {
  expect(loopGrip({ from: 0, zoom: 1 }, null, 10, 7)).toBe(null)
})

const VIEW: View = { from: 1000, zoom: 2 }

test("who follows keeps the playhead in one place", () => {
  const places = [1200, 1300, 1400].map((step) => {
    const view = following(VIEW, step, EXTENT, null)
    return xOf(view, step)
  })
  expect(places[0]).toBeCloseTo(0.32 * 960)
  expect(places[1]).toBe(places[0])
  expect(following(VIEW, 0, EXTENT, null).from).toBe(0)
})

test("who follows a loop that fits sees all of it, and it rests", () => {
  expect(following(VIEW, 1150, EXTENT, [1100, 1200])).toEqual(VIEW)
  const { from } = following(VIEW, 2000, EXTENT, [1900, 2100])
  expect(from).toBe(2000 - 960 / 2 / 2)
})

test("a loop that doesn't fit, or isn't played, is no reason to rest", () => {
  const free = following(VIEW, 1300, EXTENT, null)
  expect(following(VIEW, 1300, EXTENT, [0, 2400])).toEqual(free)
  expect(following(VIEW, 1300, EXTENT, [1100, 1200])).toEqual(free)
})

test("pages turn when the playhead leaves them", () => {
  expect(paging(VIEW, 1400, EXTENT)).toEqual(VIEW)
  expect(paging(VIEW, 1470, EXTENT).from).toBeCloseTo(1470 - 0.06 * 480)
  expect(paging(VIEW, 900, EXTENT).from).toBeCloseTo(900 - 0.06 * 480)
})
