import { afterEach, expect, test, vi } from "vitest"
import { growingFeed } from "../../audio/rehearsal"
import { frames, SONG, shown, stubCanvas } from "./rehearsal"

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test("a frame in which the song only plays paints nothing", async () => {
  const painted = stubCanvas(1000, 500)
  const { place } = await shown({ playing: true })
  place.seconds = 4.1 // in the middle of a beat: the keys that are down stay down
  await frames(10)
  expect(painted).toHaveBeenCalled()
  painted.mockClear()
  place.seconds = 4.2
  await frames(6)
  expect(painted).not.toHaveBeenCalled()
})

test("another song that looks alike is painted anew", async () => {
  const painted = stubCanvas(1000, 500)
  const { show } = await shown()
  await frames(6)
  painted.mockClear()
  show({ feed: growingFeed({ ...SONG }) })
  await vi.waitFor(() => expect(painted).toHaveBeenCalled())
})

test("the notes that sound are lit, but not of who is muted", async () => {
  stubCanvas(1000, 500)
  const { container, place, show } = await shown({ playing: true })
  const lights = () => container.querySelectorAll("[style*='--role']").length
  await vi.waitFor(() => expect(lights()).toBe(1))
  show({ dimmed: new Set(["bass"] as const) })
  await vi.waitFor(() => expect(lights()).toBe(0))
  show({})
  await vi.waitFor(() => expect(lights()).toBe(1))
  place.seconds = 8
  await vi.waitFor(() => expect(lights()).toBe(0))
})

test("without a position, it is a picture still", async () => {
  const painted = stubCanvas(1000, 500)
  await shown({ position: undefined })
  expect(painted).toHaveBeenCalled()
})
