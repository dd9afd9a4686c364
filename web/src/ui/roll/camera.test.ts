import { expect, test, vi } from "vitest"
import { createCamera, type Now } from "./camera"

const BAR = 48
const FRAME: Now = { seconds: 1 / 60, step: 0, loop: null, playing: false, calm: false }

function opened(width = 960) {
  const onFollow = vi.fn()
  const camera = createCamera(onFollow)
  camera.resize({ steps: 64 * BAR, width }, BAR)
  return { camera, onFollow }
}

/** Lets so many frames go by, with the playhead where it is or a step further each time. */
function frames(camera: ReturnType<typeof createCamera>, count: number, now: Partial<Now> = {}) {
  let moving = false
  for (let at = 0; at < count; at++) moving = camera.advance({ ...FRAME, ...now })
  return moving
}

test("nothing is in sight before there is room", () => {
  const { camera } = opened(0)
  expect(camera.view()).toBe(null)
  expect(camera.advance(FRAME)).toBe(false)
})

test("the playhead is followed until somebody scrolls", () => {
  const { camera, onFollow } = opened()
  frames(camera, 60, { step: 1000, playing: true })
  const view = camera.view()
  expect(view?.from).toBeCloseTo(1000 - 0.32 * camera.seen().steps, 0)
  camera.pan(-100)
  expect(onFollow.mock.calls).toEqual([[false]])
  const { from } = camera.seen()
  frames(camera, 30, { step: 1200, playing: true })
  expect(camera.seen().from).toBe(from)
})

test("following again brings one back to the playhead", () => {
  const { camera } = opened()
  camera.pan(2000)
  camera.fling(900)
  camera.follow(true)
  frames(camera, 60, { step: 0 })
  expect(camera.seen().from).toBe(0)
})

test("scrolling goes nowhere where the song ends", () => {
  const { camera, onFollow } = opened()
  expect(camera.pan(-100)).toBe(false)
  expect(onFollow).not.toHaveBeenCalled()
})

test("a zoom glides, and comes to rest", () => {
  const { camera } = opened()
  const before = camera.view()?.zoom ?? 0
  camera.zoom(2, 480)
  expect(frames(camera, 1)).toBe(true)
  expect(camera.view()?.zoom).toBeLessThan(2 * before)
  expect(frames(camera, 60)).toBe(false)
  expect(camera.view()?.zoom).toBeCloseTo(2 * before)
})

test("the whole song can be seen at once", () => {
  const { camera } = opened()
  camera.fit()
  frames(camera, 90)
  expect(camera.seen()).toMatchObject({ from: 0 })
  expect(camera.seen().steps).toBeCloseTo(64 * BAR)
})

test("a flick runs out", () => {
  const { camera } = opened()
  camera.hold(true)
  camera.pan(10)
  camera.fling(800)
  camera.hold(false)
  expect(frames(camera, 5)).toBe(true)
  expect(frames(camera, 200)).toBe(false)
  expect(camera.seen().from).toBeGreaterThan(50)
})

test("for whom motion disturbs, nothing glides and pages turn", () => {
  const { camera } = opened()
  const { steps } = camera.seen()
  expect(frames(camera, 1, { step: steps / 2, playing: true, calm: true })).toBe(false)
  expect(camera.seen().from).toBe(0)
  frames(camera, 1, { step: steps, playing: true, calm: true })
  expect(camera.seen().from).toBeCloseTo(steps * 0.94)
  camera.zoom(2, 0)
  expect(frames(camera, 1, { step: steps, calm: true })).toBe(false)
})

test("a hand that rests on the roll holds it still", () => {
  const { camera } = opened()
  camera.hold(true)
  frames(camera, 30, { step: 2000, playing: true })
  expect(camera.seen().from).toBe(0)
})

test("another song is seen from its beginning, and followed", () => {
  const { camera, onFollow } = opened()
  camera.pan(500)
  camera.reset()
  camera.resize({ steps: 32 * BAR, width: 960 }, BAR)
  expect(camera.seen().from).toBe(0)
  expect(onFollow).toHaveBeenLastCalledWith(true)
})
