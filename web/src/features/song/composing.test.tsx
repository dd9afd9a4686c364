/** A song's page while the song is composed, and where that failed. */
import { act, screen, waitFor, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import axe from "axe-core"
import { afterEach, beforeEach, expect, test } from "vitest"
import {
  endSong,
  Line,
  openSong,
  prepareSong,
  press,
  scoreOfBars,
  serviceWith,
  songOf,
} from "./testing"

beforeEach(prepareSong)
afterEach(endSong)

const BEGUN = { status: "composing", bars_done: 0, key: null, bpm: null, seconds: null } as const
const { mix } = scoreOfBars(1)
const FRAME = { meter: "3/4", bar_steps: 36, steps_per_beat: 12, tempos: [[0, 90]], mix }

test("a song that is composed grows, says how far it is, and ends ready", async () => {
  const { there } = serviceWith(songOf({ ...BEGUN, meter: null, delivered: null }))
  const { container } = openSong("1")
  expect(await screen.findByText("Waiting to be composed")).toBeTruthy()
  act(() => Line.last?.say("frame", { ...FRAME, bars_total: 8 }))
  act(() => Line.last?.say("bars", { bars_done: 3, bars_total: 8, notes: [[0, 1, 40, 6, 90]] }))
  const progress = screen.getByRole("progressbar", { name: "Composing Amber Harbour" })
  expect(progress.getAttribute("aria-valuetext")).toBe("3 of 8 bars")
  expect(screen.getByRole("list", { name: "Facts" }).textContent).toBe("90 bpm3/48 bars0:16")
  expect(screen.queryByText("Make another of it")).toBe(null)
  expect((await axe.run(container)).violations).toEqual([])
  there.set("1", songOf())
  act(() => Line.last?.say("ready", songOf()))
  expect(await screen.findByText("Make another of it")).toBeTruthy()
  expect(screen.getByText("Amber Harbour is composed.")).toBeTruthy()
  expect(screen.queryByRole("progressbar")).toBe(null)
})

test("a song that is composed can be cancelled", async () => {
  const { asked } = serviceWith(songOf(BEGUN))
  const { onLeave } = openSong("1")
  await press("Cancel")
  expect(onLeave).toHaveBeenCalled()
  expect(await screen.findByText("Amber Harbour is cancelled.")).toBeTruthy()
  expect(asked[0]).toMatchObject({ method: "DELETE" })
})

test("a song without end is stopped and kept", async () => {
  const { asked } = serviceWith(songOf({ ...BEGUN, bars_done: 12, bars_total: null }))
  openSong("1")
  expect(await screen.findByText("Endless")).toBeTruthy()
  expect(screen.getByText("12 bars so far")).toBeTruthy()
  await press("Stop and keep")
  expect(asked[0]).toMatchObject({ path: "/api/songs/1/stop" })
  expect(await screen.findByText("Make another of it")).toBeTruthy()
})

test("a song that failed says why, and can be tried again", async () => {
  const failed = songOf({ status: "failed", error: "The disk is full." })
  const { asked } = serviceWith(failed)
  openSong("1")
  const problem = await screen.findByRole("alert")
  expect(problem.textContent).toContain("The disk is full.")
  await userEvent.click(within(problem).getByRole("button", { name: "Try again" }))
  await waitFor(() => expect(location.pathname).toBe("/songs/made"))
  expect(asked[0]).toMatchObject({ method: "POST", path: "/api/songs", body: { start: "pop" } })
})
