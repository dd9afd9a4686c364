import userEvent from "@testing-library/user-event"
import { afterEach, expect, test, vi } from "vitest"
import { shown } from "./rehearsal"

afterEach(() => void vi.unstubAllGlobals())

test.each([
  ["{ArrowRight}", 4.5],
  ["{ArrowLeft}", 3.5],
  ["{ArrowUp}", 6],
  ["{ArrowDown}", 2],
  ["{Home}", 0],
  ["{End}", 6],
])("%s seeks by beats and bars", async (key, seconds) => {
  const { slider, place, onSeek } = await shown()
  place.seconds = 4
  slider.focus()
  await userEvent.keyboard(key)
  expect(onSeek).toHaveBeenLastCalledWith(seconds)
})

test("who moved it by a key hears where it is, even while it plays", async () => {
  const { slider } = await shown({ playing: true })
  slider.focus()
  await userEvent.keyboard("{ArrowUp}")
  await vi.waitFor(() => expect(slider.getAttribute("aria-valuetext")).toBe("bar 2 of 4, 0:02"))
})

test("L loops the bar that plays", async () => {
  const { slider, place, onLoop } = await shown()
  place.seconds = 2.4
  slider.focus()
  await userEvent.keyboard("l")
  expect(onLoop).toHaveBeenLastCalledWith([2, 4])
})

test("L ends the loop that there is", async () => {
  const { slider, onLoop } = await shown({ loop: [2, 4] })
  slider.focus()
  await userEvent.keyboard("l")
  expect(onLoop).toHaveBeenLastCalledWith(null)
})

test("brackets set where the loop begins and ends", async () => {
  const { slider, place, onLoop } = await shown({ loop: [2, 4] })
  slider.focus()
  place.seconds = 6.5
  await userEvent.keyboard("]")
  expect(onLoop).toHaveBeenLastCalledWith([2, 8])
  place.seconds = 0.5
  await userEvent.keyboard("[[")
  expect(onLoop).toHaveBeenLastCalledWith([0, 4])
})
