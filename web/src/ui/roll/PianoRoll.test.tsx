import { screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import axe from "axe-core"
import { afterEach, expect, test, vi } from "vitest"
import { growingFeed } from "../../audio/rehearsal"
import { BAR_SECONDS, frames, SONG, shown } from "./rehearsal"

afterEach(() => void vi.unstubAllGlobals())

test("the place in the song is told in words", async () => {
  const { slider } = await shown({ position: () => 2 * BAR_SECONDS + 0.5 })
  expect(slider.getAttribute("aria-label")).toBe("Position in Silver Harbour")
  expect(slider.getAttribute("aria-valuetext")).toBe("bar 3 of 4, 0:04")
  expect(slider.getAttribute("aria-valuenow")).toBe("4")
  expect(slider.getAttribute("aria-valuemax")).toBe("8")
})

test("nobody is told of each second that plays", async () => {
  const { slider, place } = await shown({ playing: true })
  slider.focus()
  place.seconds = 5
  await frames(4)
  expect(slider.getAttribute("aria-valuetext")).toBe("bar 1 of 4, 0:00")
})

test("a loop is ended by its button", async () => {
  const { onLoop } = await shown({ loop: [2, 4] })
  const button = screen.getByRole("button", { name: "Loop" })
  expect(button.getAttribute("aria-pressed")).toBe("true")
  await userEvent.click(button)
  expect(onLoop).toHaveBeenLastCalledWith(null)
})

test("without a loop to be had, there is no button for one", async () => {
  await shown({ onLoop: undefined })
  expect(screen.queryByRole("button", { name: "Loop" })).toBe(null)
})

test("following is switched by its button and by a key", async () => {
  const { slider } = await shown()
  const button = screen.getByRole("button", { name: "Follow what plays" })
  expect(button.getAttribute("aria-pressed")).toBe("true")
  await userEvent.click(button)
  expect(button.getAttribute("aria-pressed")).toBe("false")
  slider.focus()
  await userEvent.keyboard("f")
  expect(button.getAttribute("aria-pressed")).toBe("true")
})

test("a song of which nothing is known yet has its place, and grows into it", async () => {
  const feed = growingFeed()
  const { slider } = await shown({ feed })
  expect(slider.getAttribute("aria-valuetext")).toBe("nothing composed yet")
  feed.grow({ ...SONG, barsTotal: 64, complete: false })
  await vi.waitFor(() => expect(slider.getAttribute("aria-valuetext")).toBe("bar 1 of 64, 0:00"))
})

test("nothing keeps anybody from using it", async () => {
  const { container } = await shown({ loop: [2, 4] })
  expect((await axe.run(container)).violations).toEqual([])
})
