/** A song's page as a musician meets it, against a service that is a table and a player without sound. */
import { screen, waitFor } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import axe from "axe-core"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { silentPlayer } from "../../audio/rehearsal"
import { endSong, openSong, playing, prepareSong, press, serviceWith, songOf } from "./testing"

beforeEach(prepareSong)
afterEach(endSong)

test("a song shows its name, how it sounds and where it comes from", async () => {
  serviceWith(songOf({ parent: "0", verb: "variation" }), songOf({ id: "0", title: "Slow River" }))
  openSong("1")
  expect(await screen.findByRole("heading", { name: "Amber Harbour" })).toBeTruthy()
  const facts = await screen.findByRole("list", { name: "Facts" })
  await waitFor(() => expect(facts.textContent).toBe("120 bpm4/48 bars0:16A minor"))
  expect(await screen.findByText("A variation of")).toBeTruthy()
  const parent = await screen.findByRole("link", { name: "Slow River" })
  expect(parent.getAttribute("href")).toBe("/songs/0")
  expect(await screen.findByText("Composed by model 1")).toBeTruthy()
  expect(document.title).toBe("Amber Harbour · LSTMelody")
})

test("a title is changed where it stands, and Escape leaves it as it was", async () => {
  const { asked } = serviceWith(songOf())
  openSong("1")
  await press("Rename Amber Harbour")
  await userEvent.keyboard("Night Bus{Enter}")
  expect(await screen.findByRole("heading", { name: "Night Bus" })).toBeTruthy()
  await press("Rename Night Bus")
  await userEvent.keyboard("Nothing{Escape}")
  expect(await screen.findByRole("heading", { name: "Night Bus" })).toBeTruthy()
  expect(asked).toEqual([{ method: "PATCH", path: "/api/songs/1", body: { title: "Night Bus" } }])
})

test("what was asked of each role stands beside what it plays", async () => {
  serviceWith(songOf())
  openSong("1")
  const asked = await screen.findByRole("region", { name: /^Asked and played/ })
  expect(asked.textContent).toContain("Chords asked 2×, played 1.9×as asked8 notes, 25 % of all")
  expect(asked.textContent).toContain("Lead asked 0.5×, played 1×much more")
})

test("a deleted song is left, and can be taken back", async () => {
  const { asked } = serviceWith(songOf())
  const { onLeave, player } = openSong("1", silentPlayer(playing("1"), 16))
  await press("More")
  await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }))
  expect(onLeave).toHaveBeenCalled()
  expect(player.get().song).toBe(null)
  await press("Undo")
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "DELETE /api/songs/1",
    "POST /api/songs/1/restore",
  ])
})

test("its settings can be used for another song", async () => {
  serviceWith(songOf({}, { start: "funk", key: "E minor" }))
  openSong("1")
  await press("More")
  await userEvent.click(await screen.findByRole("menuitem", { name: "Use these settings" }))
  const recipe = JSON.parse(new URLSearchParams(location.search).get("recipe") ?? "")
  expect(recipe).toMatchObject({ start: "funk", key: "E minor", seed: 1 })
  expect(recipe).not.toHaveProperty("tempo")
})

test("what was changed on the way is told", async () => {
  serviceWith(songOf({}, { changes: "17 drums 2, lead 0" }))
  openSong("1")
  const section = await screen.findByRole("region", { name: "Changed on the way" })
  expect(section.textContent).toContain("From bar 17 Drums 2×, Lead off")
})

test("a song that was deleted can be restored from its address", async () => {
  const { deleted, asked } = serviceWith()
  deleted.set("1", songOf())
  openSong("1")
  expect(await screen.findByText("Amber Harbour is deleted", {}, { timeout: 3000 })).toBeTruthy()
  await press("Restore it")
  expect(await screen.findByRole("heading", { name: "Amber Harbour" })).toBeTruthy()
  expect(asked[0]).toMatchObject({ path: "/api/songs/1/restore" })
})

test("where there never was a song the way back is shown", async () => {
  serviceWith()
  const { onLeave } = openSong("1")
  expect(await screen.findByText("There is no such song", {}, { timeout: 3000 })).toBeTruthy()
  await press("Back to the songs")
  expect(onLeave).toHaveBeenCalled()
})

test("when nobody answers the page says so, and finds its way back", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")))
  openSong("1")
  expect(await screen.findByText("Nobody is home", {}, { timeout: 3000 })).toBeTruthy()
  serviceWith(songOf())
  await press("Try again")
  expect(await screen.findByRole("heading", { name: "Amber Harbour" })).toBeTruthy()
})

test("a finished song's page has no accessibility violations", async () => {
  serviceWith(songOf())
  const { container } = openSong("1")
  await screen.findByRole("region", { name: /^Asked and played/ })
  expect((await axe.run(container)).violations).toEqual([])
})
