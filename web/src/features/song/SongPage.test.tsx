/** A song's page as a musician meets it, against a service that is a table and a player without sound. */
import { act, screen, waitFor, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import axe from "axe-core"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import type { Playback } from "../../audio/playback"
import { silentPlayer } from "../../audio/rehearsal"
import { Line, openSong, scoreOfBars, serviceWith, songOf } from "./testing"

beforeEach(() => {
  vi.stubGlobal("EventSource", Line)
  HTMLCanvasElement.prototype.getContext = () => null
  history.replaceState(null, "", "/songs/1")
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const button = (name: string | RegExp) => screen.findByRole("button", { name })
const press = async (name: string | RegExp) => userEvent.click(await button(name))
const playing = (id: string): Partial<Playback> => ({
  song: { id, title: "", mp3: null, feed: { get: () => null, subscribe: () => () => {} } },
  state: "playing",
})

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

test("space plays the song, and a press on Pause pauses it", async () => {
  serviceWith(songOf())
  const { player } = openSong("1")
  await button("Play Amber Harbour")
  await userEvent.keyboard(" ")
  expect(player.get()).toMatchObject({ song: { id: "1" }, state: "playing" })
  await press("Pause Amber Harbour")
  expect(player.get().state).toBe("paused")
})

test("space leaves another song that sounds to the player bar", async () => {
  serviceWith(songOf())
  const { player } = openSong("1", silentPlayer(playing("7"), 16))
  await button("Play Amber Harbour")
  await userEvent.keyboard(" ")
  expect(player.get().song?.id).toBe("7")
})

test("what is chosen to be repeated before the song plays is repeated when it does", async () => {
  serviceWith(songOf())
  const { player } = openSong("1")
  await screen.findByText("/ 0:16")
  await press("Repeat")
  await press("Play Amber Harbour")
  expect(player.get().loop).toEqual([0, 16])
  await press("Whole song")
  expect(player.get().loop).toBe(null)
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

test("mute, solo and level reach the mix", async () => {
  serviceWith(songOf())
  const { player } = openSong("1")
  await press("Mute Drums")
  await press("Solo Lead")
  const mixer = screen.getByRole("region", { name: "Mixer" })
  within(mixer).getByRole("slider", { name: "Level of the bass" }).focus()
  const mix = player.mixer.get()
  expect([mix.drums.muted, mix.lead.solo, mix.bass.solo]).toEqual([true, true, false])
  expect((await button("Mute Drums")).getAttribute("aria-pressed")).toBe("true")
  expect(within(mixer).getAllByText("standard kit")).toBeTruthy()
})

test("where the browser plays a recording the mixer says why it can't be used", async () => {
  serviceWith(songOf())
  openSong("1", silentPlayer({ engine: "stream" }, 16))
  expect(await screen.findByText(/which can’t be mixed/)).toBeTruthy()
  expect(await button("Mute Drums")).toHaveProperty("disabled", true)
})

test("what was asked of each role stands beside what it plays", async () => {
  serviceWith(songOf())
  openSong("1")
  const asked = await screen.findByRole("region", { name: /^Asked and played/ })
  expect(asked.textContent).toContain("Chords asked 2×, played 1.9×as asked8 notes, 25 % of all")
  expect(asked.textContent).toContain("Lead asked 0.5×, played 1×much more")
})

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

test("what was changed on the way is told", async () => {
  serviceWith(songOf({}, { changes: "17 drums 2, lead 0" }))
  openSong("1")
  const section = await screen.findByRole("region", { name: "Changed on the way" })
  expect(section.textContent).toContain("From bar 17 Drums 2×, Lead off")
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
