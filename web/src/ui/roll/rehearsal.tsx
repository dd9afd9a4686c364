/** For tests: a roll on a page that has no layout, in which time stands where it is put. */
import { MantineProvider } from "@mantine/core"
import { render, screen } from "@testing-library/react"
import type { ComponentProps } from "react"
import { vi } from "vitest"
import { growingFeed } from "../../audio/rehearsal"
import { scoreOf } from "../../music/rehearsal"
import type { NoteRow } from "../../music/score"
import { PianoRoll } from "./PianoRoll"

export const BAR_SECONDS = 2

/** Four bars of 4/4 at 120, a bass note on each beat. */
export const SONG = scoreOf(
  Array.from({ length: 16 }, (_, beat): NoteRow => [beat * 12, 1, 40, 12, 90]),
)

type Props = ComponentProps<typeof PianoRoll>

/** Once it is there: not before the page was painted. */
export async function shown(told: Partial<Props> = {}) {
  vi.stubGlobal("ResizeObserver", Measure)
  const place = { seconds: 0 }
  const props = {
    feed: growingFeed(SONG),
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
  const page = (more: Partial<Props>) => (
    <MantineProvider>
      <PianoRoll {...props} {...more} />
    </MantineProvider>
  )
  const { container, rerender } = render(page({}))
  const show = (more: Partial<Props>) => rerender(page(more))
  const slider = screen.getByRole("slider")
  await vi.waitFor(() => {
    if (!slider.hasAttribute("aria-valuetext")) throw new Error("The roll is to come.")
  })
  return { container, place, show, ...props, slider }
}

/** What a browser says of an element's size at once, and here never again. */
class Measure {
  constructor(readonly told: () => void) {}
  observe() {
    this.told()
  }
  disconnect() {}
}

/** All that is painted from now on is told to the mock; jsdom itself has no canvases. */
export function stubCanvas(width: number, height: number) {
  const painted = vi.fn()
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
  return painted
}

/** So many frames from now. */
export function frames(count: number) {
  const end = window.performance.now() + count * 17
  return vi.waitFor(() => {
    if (window.performance.now() < end) throw new Error("There are frames to come.")
  })
}
