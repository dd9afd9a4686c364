import { MantineProvider } from "@mantine/core"
import { render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import axe from "axe-core"
import type { ComponentProps } from "react"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { NO_NOTES, type NoteRow, type Score, withNotes } from "../../music/score"
import { PianoRoll } from "./PianoRoll"

const SILENT = { program: 0, volume: 100, pan: 64 }
const BAR_SECONDS = 2

/** Four bars of 4/4 at 120, a bass note on each beat. */
const SONG: Score = {
  notes: withNotes(
    NO_NOTES,
    Array.from({ length: 16 }, (_, beat): NoteRow => [beat * 12, 1, 40, 12, 90]),
  ),
  meter: "4/4",
  barSteps: 48,
  stepsPerBeat: 12,
  tempos: [{ step: 0, bpm: 120 }],
  mix: { drums: SILENT, bass: SILENT, chords: SILENT, lead: SILENT },
  bars: 4,
  barsTotal: 4,
  complete: true,
}

function feedOf(first: Score | null) {
  let score = first
  const listeners = new Set<() => void>()
  return {
    get: () => score,
    subscribe(listen: () => void) {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    grow(next: Score) {
      score = next
      for (const listen of listeners) listen()
    },
  }
}

function shown(told: Partial<ComponentProps<typeof PianoRoll>> = {}) {
  const place = { seconds: 0 }
  const props = {
    feed: feedOf(SONG),
    position: () => place.seconds,
    playing: false,
    loop: null,
    onSeek: vi.fn((seconds: number) => {
      place.seconds = seconds
    }),
    onLoop: vi.fn(),
    label: "Position in Silver Harbour",
    ...told,
  }
  const { container } = render(
    <MantineProvider>
      <PianoRoll {...props} />
    </MantineProvider>,
  )
  return { container, place, ...props, slider: screen.getByRole("slider") }
}

/** What was painted: jsdom has no canvases, and no layout. */
const painted = vi.fn()

function stubCanvas(width: number, height: number) {
  const paint = new Proxy(
    {},
    {
      get:
        () =>
        (...told: unknown[]) =>
          painted(...told),
      set: () => true,
    },
  )
  class Hidden {
    constructor(
      readonly width: number,
      readonly height: number,
    ) {}
    getContext = () => paint
    transferToImageBitmap = () => ({})
  }
  vi.stubGlobal("OffscreenCanvas", Hidden)
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(paint as never)
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(width)
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(height)
}

const frames = (count: number) =>
  vi.waitFor(() => expect(window.performance.now()).toBeGreaterThan(started + count * 17))
let started = 0

beforeEach(() => {
  started = window.performance.now()
  painted.mockClear()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test("the place in the song is told in words", () => {
  const { slider } = shown({ position: () => 2 * BAR_SECONDS + 0.5 })
  expect(slider.getAttribute("aria-label")).toBe("Position in Silver Harbour")
  expect(slider.getAttribute("aria-valuetext")).toBe("bar 3 of 4, 0:04")
  expect(slider.getAttribute("aria-valuenow")).toBe("4")
  expect(slider.getAttribute("aria-valuemax")).toBe("8")
})

test.each([
  ["{ArrowRight}", 4.5],
  ["{ArrowLeft}", 3.5],
  ["{ArrowUp}", 6],
  ["{ArrowDown}", 2],
  ["{Home}", 0],
  ["{End}", 6],
])("%s seeks by beats and bars", async (key, seconds) => {
  const { slider, place, onSeek } = shown()
  place.seconds = 4
  slider.focus()
  await userEvent.keyboard(key)
  expect(onSeek).toHaveBeenLastCalledWith(seconds)
})

test("who moved it by a key hears where it is, even while it plays", async () => {
  const { slider } = shown({ playing: true })
  slider.focus()
  await userEvent.keyboard("{ArrowUp}")
  await vi.waitFor(() => expect(slider.getAttribute("aria-valuetext")).toBe("bar 2 of 4, 0:02"))
})

test("nobody is told of each second that plays", async () => {
  const { slider, place } = shown({ playing: true })
  slider.focus()
  place.seconds = 5
  await frames(4)
  expect(slider.getAttribute("aria-valuetext")).toBe("bar 1 of 4, 0:00")
})

test("L loops the bar that plays, and ends the loop", async () => {
  const { slider, place, onLoop } = shown()
  place.seconds = 2.4
  slider.focus()
  await userEvent.keyboard("l")
  expect(onLoop).toHaveBeenLastCalledWith([2, 4])
})

test("brackets set where the loop begins and ends", async () => {
  const { slider, place, onLoop } = shown({ loop: [2, 4] })
  slider.focus()
  place.seconds = 6.5
  await userEvent.keyboard("]")
  expect(onLoop).toHaveBeenLastCalledWith([2, 8])
  place.seconds = 0.5
  await userEvent.keyboard("[[")
  expect(onLoop).toHaveBeenLastCalledWith([0, 4])
})

test("a loop is ended by its button, and has none where none can be had", async () => {
  const { onLoop } = shown({ loop: [2, 4] })
  const button = screen.getByRole("button", { name: "Loop" })
  expect(button.getAttribute("aria-pressed")).toBe("true")
  await userEvent.click(button)
  expect(onLoop).toHaveBeenLastCalledWith(null)
})

test("without a loop to be had, there is no button for one", () => {
  shown({ onLoop: undefined })
  expect(screen.queryByRole("button", { name: "Loop" })).toBe(null)
})

test("following is switched by its button and by a key", async () => {
  const { slider } = shown()
  const button = screen.getByRole("button", { name: "Follow what plays" })
  expect(button.getAttribute("aria-pressed")).toBe("true")
  await userEvent.click(button)
  expect(button.getAttribute("aria-pressed")).toBe("false")
  slider.focus()
  await userEvent.keyboard("f")
  expect(button.getAttribute("aria-pressed")).toBe("true")
})

test("a song of which nothing is known yet has its place, and grows into it", async () => {
  const feed = feedOf(null)
  const { slider } = shown({ feed })
  expect(slider.getAttribute("aria-valuetext")).toBe("nothing composed yet")
  feed.grow({ ...SONG, barsTotal: 64, complete: false })
  await vi.waitFor(() => expect(slider.getAttribute("aria-valuetext")).toBe("bar 1 of 64, 0:00"))
})

test("a frame in which the song only plays paints nothing", async () => {
  stubCanvas(1000, 500)
  const { place } = shown({ playing: true })
  place.seconds = 4.1 // in the middle of a beat: the keys that are down stay down
  await frames(10)
  expect(painted).toHaveBeenCalled()
  painted.mockClear()
  started = window.performance.now()
  place.seconds = 4.2
  await frames(6)
  expect(painted).not.toHaveBeenCalled()
})

test("another song that looks alike is painted anew", async () => {
  stubCanvas(1000, 500)
  const roll = (feed: ReturnType<typeof feedOf>) => (
    <MantineProvider>
      <PianoRoll feed={feed} playing={false} loop={null} onSeek={() => {}} label="A song" />
    </MantineProvider>
  )
  const { rerender } = render(roll(feedOf(SONG)))
  await frames(6)
  painted.mockClear()
  rerender(roll(feedOf({ ...SONG })))
  await vi.waitFor(() => expect(painted).toHaveBeenCalled())
})

test("the notes that sound are lit", async () => {
  stubCanvas(1000, 500)
  const { container, place } = shown({ playing: true })
  const lights = () => container.querySelectorAll("[style*='--role']").length
  await vi.waitFor(() => expect(lights()).toBe(1))
  place.seconds = 8
  await vi.waitFor(() => expect(lights()).toBe(0))
})

test("without a position, it is a picture still", () => {
  stubCanvas(1000, 500)
  const feed = feedOf(SONG)
  const { container } = render(
    <MantineProvider>
      <PianoRoll feed={feed} playing={false} loop={null} onSeek={() => {}} label="A song" />
    </MantineProvider>,
  )
  expect(container.querySelectorAll("canvas").length).toBeGreaterThan(2)
})

test("nothing keeps anybody from using it", async () => {
  const { container } = shown({ loop: [2, 4] })
  expect((await axe.run(container)).violations).toEqual([])
})
