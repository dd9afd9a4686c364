/** The gallery as a musician meets it, against a service that is a table. */
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { beforeEach, expect, test, vi } from "vitest"
import { composing, manySongs, Service, songOf } from "../../api/rehearsal"
import { openGallery } from "./testing"

let service: Service

beforeEach(() => {
  service = new Service()
  vi.stubGlobal("fetch", service.fetch)
  vi.stubGlobal("scrollTo", () => {})
})

const cardOf = (title: string) => screen.findByRole("article", { name: title })
const titles = () => screen.queryAllByRole("article").map((card) => card.getAttribute("aria-label"))
const press = (name: string | RegExp) =>
  userEvent.click(screen.getByRole("button", { name }), { skipHover: true })

/** As if one had scrolled so far; jsdom has no layout, so the window is told. */
function scrollTo(pixels: number) {
  act(() => {
    vi.stubGlobal("scrollY", pixels)
    fireEvent.scroll(window)
  })
}

test("a card tells what a song is, and leads to it", async () => {
  service.songs = [songOf({ title: "Amber Harbour · pop" }, { lead: 1.5 })]
  openGallery()
  const card = within(await cardOf("Amber Harbour · pop"))
  expect(card.getByText("A minor · 120 bpm · 2:08")).toBeTruthy()
  expect(card.getByText("64 bars · pop")).toBeTruthy()
  expect(card.getByText("1.5×")).toBeTruthy()
  expect(card.getByRole("link").getAttribute("href")).toBe("/songs/1")
  expect(screen.getByRole("status").textContent).toBe("1 song")
})

test("of 5,000 songs only the cards near the window exist, and more are fetched on the way down", async () => {
  service.songs = manySongs(5_000)
  openGallery()
  expect(await cardOf("Song 5000")).toBeTruthy()
  expect(screen.getByRole("status").textContent).toBe("5,000 songs")
  expect(titles().length).toBeLessThan(20)
  scrollTo(12_000)
  await waitFor(() => expect(service.asked.at(-1)).toContain("cursor=60"))
  expect((await cardOf("Song 4955")).getAttribute("aria-posinset")).toBe("46")
  expect(titles().length).toBeLessThan(20)
  scrollTo(0)
})

test("typing in the search changes the address, and the songs", async () => {
  service.songs = [songOf(), songOf({ id: "2", title: "Velvet Garden" })]
  openGallery()
  await cardOf("Amber Harbour")
  await userEvent.keyboard("/")
  await userEvent.keyboard("velvet")
  await waitFor(() => expect(titles()).toEqual(["Velvet Garden"]))
  expect(location.search).toBe("?q=velvet")
  await userEvent.keyboard("x")
  expect(await screen.findByText("Nothing found")).toBeTruthy()
  await press("Clear the search")
  await waitFor(() => expect(titles()).toHaveLength(2))
})

test("order and favourites stand in the address too, and back leads back", async () => {
  service.songs = [songOf({ title: "Zither" }), songOf({ id: "2", title: "Alto", favourite: true })]
  openGallery("/?recipe=kept")
  await cardOf("Zither")
  await userEvent.selectOptions(screen.getByRole("combobox"), "By title")
  await waitFor(() => expect(titles()).toEqual(["Alto", "Zither"]))
  await press("Favourites alone")
  await waitFor(() => expect(titles()).toEqual(["Alto"]))
  expect(location.search).toBe("?recipe=kept&sort=title&favourites=1")
  act(() => history.back())
  await waitFor(() => expect(titles()).toEqual(["Alto", "Zither"]))
})

test("F2 renames a song: Enter saves at once, Escape leaves it as it was", async () => {
  service.songs = [songOf()]
  openGallery()
  const card = await cardOf("Amber Harbour")
  act(() => card.focus())
  await userEvent.keyboard("{F2}Blue{Escape}")
  expect(titles()).toEqual(["Amber Harbour"])
  await userEvent.keyboard("{F2}Blue{Enter}")
  await waitFor(() => expect(service.songs[0]?.title).toBe("Blue"))
  expect(document.activeElement).toBe(await cardOf("Blue"))
})

test("the menu offers to rename, too, and so does the pencil", async () => {
  service.songs = [songOf()]
  openGallery()
  await cardOf("Amber Harbour")
  await press("More for Amber Harbour")
  await userEvent.click(await screen.findByRole("menuitem", { name: "Rename" }))
  await userEvent.keyboard("Blue{Enter}")
  await waitFor(() => expect(service.songs[0]?.title).toBe("Blue"))
  await press("Rename Blue")
  expect(document.activeElement).toBe(screen.getByLabelText("New title of Blue"))
})

test("a title that is refused is the old one again, and the reason is told", async () => {
  service.songs = [songOf()]
  openGallery()
  await cardOf("Amber Harbour")
  service.refusal = "The disk is full."
  await press("Rename Amber Harbour")
  await userEvent.keyboard("Blue{Enter}")
  expect(await screen.findByText("The disk is full.")).toBeTruthy()
  expect(titles()).toEqual(["Amber Harbour"])
})

test("the heart makes a favourite, before the service has answered", async () => {
  service.songs = [songOf()]
  openGallery()
  await cardOf("Amber Harbour")
  await press("Favourite Amber Harbour")
  const heart = screen.getByRole("button", { name: "Favourite Amber Harbour" })
  expect(heart.getAttribute("aria-pressed")).toBe("true")
  await waitFor(() => expect(service.songs[0]?.favourite).toBe(true))
})

test("several songs deleted in a row each come back to where they were", async () => {
  service.songs = manySongs(3)
  openGallery()
  const card = await cardOf("Song 3")
  act(() => card.focus())
  await userEvent.keyboard("{Delete}")
  expect(document.activeElement).toBe(await cardOf("Song 2"))
  await userEvent.keyboard("{Delete}")
  await waitFor(() => expect(titles()).toEqual(["Song 1"]))
  expect(await screen.findByText("Deleted Song 2.")).toBeTruthy()
  await userEvent.keyboard("{Control>}z{/Control}")
  await waitFor(() => expect(titles()).toEqual(["Song 2", "Song 1"]))
  await press("Undo")
  await waitFor(() => expect(titles()).toEqual(["Song 3", "Song 2", "Song 1"]))
  await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Song 3"))
})

test("deleted songs can be looked through, and restored", async () => {
  service.deleted = [songOf()]
  openGallery("/?deleted=1")
  await cardOf("Amber Harbour")
  await press("Restore Amber Harbour")
  expect(await screen.findByText("Nothing was deleted")).toBeTruthy()
  await press("Back to the songs")
  expect(await screen.findByRole("button", { name: "Play Amber Harbour" })).toBeTruthy()
})

test("one song plays at a time, and a place in it can be gone to", async () => {
  service.songs = manySongs(2)
  const { player } = openGallery()
  await cardOf("Song 2")
  await press("Play Song 2")
  await press("Play Song 1")
  expect(screen.getByRole("button", { name: "Pause Song 1" })).toBeTruthy()
  expect(screen.getByRole("button", { name: "Play Song 2" })).toBeTruthy()
  fireEvent.change(screen.getByRole("slider", { name: "Position in Song 1" }), {
    target: { value: "60" },
  })
  expect(player.position()).toBe(60)
  await press("Delete Song 1")
  expect(player.get().song).toBeNull()
})

test("a song that is composed says how far it is, can be heard, and becomes a card like the others", async () => {
  service.songs = [composing()]
  openGallery()
  const progress = await screen.findByRole("progressbar", { name: "Composing Amber Harbour" })
  expect(progress.getAttribute("aria-valuetext")).toBe("Composing 3 of 64 bars")
  expect(screen.getByRole("button", { name: "Play Amber Harbour" })).toBeTruthy()
  service.songs = [songOf()]
  const more = { name: "Download Amber Harbour" }
  expect(await screen.findByRole("button", more, { timeout: 3_000 })).toBeTruthy()
})

test("a song without end says that it plays on, and can be stopped", async () => {
  service.songs = [composing({ bars_total: null, bars_done: 84 })]
  openGallery()
  const card = within(await cardOf("Amber Harbour"))
  expect(card.getByText("Playing on · 84 bars")).toBeTruthy()
  expect(card.getByRole("link").getAttribute("href")).toBe("/live/1")
  await press("Stop and keep Amber Harbour")
  await waitFor(() => expect(service.asked).toContain("POST /api/songs/1/stop"))
})

test("a song that failed says why; tried again, it is composed in its place", async () => {
  service.songs = [songOf({ status: "failed", error: "The disk is full." })]
  openGallery()
  await cardOf("Amber Harbour")
  expect(screen.getByText("The disk is full.")).toBeTruthy()
  await press("Try again: Amber Harbour")
  await cardOf("Paper Tide")
  await waitFor(() => expect(titles()).toEqual(["Paper Tide"]))
})

test("a variation is begun from the menu, and stands first", async () => {
  service.songs = [songOf()]
  openGallery()
  await cardOf("Amber Harbour")
  await press("More for Amber Harbour")
  await userEvent.click(await screen.findByRole("menuitem", { name: "Variation" }))
  expect(await screen.findByText("Composing a variation of Amber Harbour.")).toBeTruthy()
  expect(titles()).toEqual(["Paper Tide", "Amber Harbour"])
})

test("a file that can't be made says why", async () => {
  service.songs = [songOf()]
  openGallery()
  await cardOf("Amber Harbour")
  await press("Download Amber Harbour")
  const midi = await screen.findByRole("menuitem", { name: /MIDI/ })
  expect(midi.getAttribute("href")).toBe("/api/songs/1/midi")
  vi.stubGlobal("fetch", async (request: Request) =>
    request.url.endsWith("/wav")
      ? Response.json({ detail: "No synthesizer is installed." }, { status: 503 })
      : service.fetch(request),
  )
  await userEvent.click(screen.getByRole("menuitem", { name: /WAV/ }))
  expect(await screen.findByText("No synthesizer is installed.")).toBeTruthy()
})

test("an empty gallery invites, and one press fills it", async () => {
  openGallery()
  expect(await screen.findByText("No songs yet")).toBeTruthy()
  expect(screen.queryByRole("search")).toBeNull()
  await press("Surprise me")
  expect(await cardOf("Paper Tide")).toBeTruthy()
  expect(screen.getByRole("search")).toBeTruthy()
})

test("keys lead from card to card, and only one card is on the way of the Tab key", async () => {
  service.songs = manySongs(4)
  openGallery()
  const first = await cardOf("Song 4")
  act(() => first.focus())
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}")
  expect(document.activeElement).toBe(await cardOf("Song 3"))
  await userEvent.keyboard("{End}")
  expect(document.activeElement).toBe(await cardOf("Song 1"))
  await userEvent.keyboard(" ")
  expect(screen.getByRole("button", { name: "Pause Song 1" })).toBeTruthy()
  const reachable = screen.getAllByRole("article").filter(({ tabIndex }) => tabIndex === 0)
  expect(reachable).toHaveLength(1)
})

test("when nobody answers, the page says so and finds its way back", async () => {
  service.isGone = true
  openGallery()
  expect(await screen.findByText("Nobody is home", {}, { timeout: 3_000 })).toBeTruthy()
  service.isGone = false
  service.songs = [songOf()]
  await press("Try again")
  expect(await cardOf("Amber Harbour")).toBeTruthy()
})

test("a service that goes away leaves the songs, and one that comes back brings new ones", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  service.songs = manySongs(1)
  openGallery()
  await cardOf("Song 1")
  service.isGone = true
  await act(() => vi.advanceTimersByTimeAsync(17_000))
  expect((await screen.findByRole("alert")).textContent).toContain("isn’t answering")
  expect(titles()).toEqual(["Song 1"])
  service.isGone = false
  service.songs = manySongs(2)
  await act(() => vi.advanceTimersByTimeAsync(4_000))
  await waitFor(() => expect(titles()).toEqual(["Song 2", "Song 1"]))
  expect(screen.queryByRole("alert")).toBeNull()
  vi.useRealTimers()
})
