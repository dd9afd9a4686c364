/** What is made of a song on its page. */
import { act, screen, waitFor } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { afterEach, beforeEach, expect, test } from "vitest"
import { silentPlayer } from "../../audio/rehearsal"
import {
  button,
  endSong,
  openSong,
  playing,
  prepareSong,
  press,
  serviceWith,
  songOf,
} from "./testing"

beforeEach(prepareSong)
afterEach(endSong)

test("a variation of a song that is heard is heard at once", async () => {
  const { asked } = serviceWith(songOf())
  const { player } = openSong("1", silentPlayer(playing("1"), 16))
  await press("Make a variation")
  await waitFor(() => expect(location.pathname).toBe("/songs/made"))
  expect(asked[0]).toMatchObject({ path: "/api/songs/1/variation", body: {} })
  expect(player.get().song).toMatchObject({ id: "made", title: "Paper Tide" })
})

test("a variation of a song that is silent is gone to in silence", async () => {
  serviceWith(songOf())
  const { player } = openSong("1")
  await press("Make a variation")
  await waitFor(() => expect(location.pathname).toBe("/songs/made"))
  expect(player.get().song).toBe(null)
})

test("a song goes on after the bar at the playhead, for as long as one says", async () => {
  const { asked } = serviceWith(songOf({ bars_done: 8 }))
  const { player } = openSong("1")
  await press("Play Amber Harbour")
  act(() => player.seek(5))
  await press("At the playhead")
  const more = screen.getByRole("textbox", { name: "How many more bars" })
  await userEvent.clear(more)
  await userEvent.type(more, "12")
  expect(screen.getByText(/Bars 1 to 3 stay/).textContent).toContain("15 bars in all")
  await press("Continue")
  expect(asked[0]).toMatchObject({
    path: "/api/songs/1/continue",
    body: { bar: 3, settings: { bars: 15 } },
  })
})

test("roles are redone in the whole song, or where it is repeated", async () => {
  const { asked } = serviceWith(songOf())
  const { player } = openSong("1")
  expect(await button("Redo")).toHaveProperty("disabled", true)
  await press("Lead")
  await press("Bass")
  await press("Play Amber Harbour")
  await screen.findByText(/In the whole song/)
  act(() => player.loop([2, 6]))
  expect(await screen.findByRole("checkbox", { name: "Only in bars 2–3" })).toBeTruthy()
  await press("Redo bass and lead")
  expect(asked[0]).toMatchObject({
    path: "/api/songs/1/redo",
    body: { redo: "bass, lead", redo_bars: "2-3" },
  })
})
