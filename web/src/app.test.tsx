/** The studio as a musician walks through it: what stands at which address, on a desk and on a phone. */
import { fireEvent, render, screen, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { beforeAll, beforeEach, expect, test, vi } from "vitest"
import { createFeeds } from "./api/feeds"
import { createQueries } from "./api/queries"
import { Service, songOf } from "./api/rehearsal"
import { rememberSong } from "./api/songs"
import { App } from "./app"
import { silentPlayer } from "./audio/rehearsal"
import { fetchAll } from "./ui/fetched"

let service: Service

class Silence extends EventTarget {
  close() {}
}

function open(address: string, { wide = true } = {}) {
  history.replaceState(null, "", address)
  const media = { addEventListener() {}, removeEventListener() {} }
  vi.stubGlobal("matchMedia", (query: string) => ({
    ...media,
    matches: wide && query.includes("min-width"),
  }))
  const queries = createQueries()
  const player = silentPlayer()
  const feeds = createFeeds((song) => rememberSong(queries, song))
  render(<App queries={queries} player={player} feeds={feeds} />)
  return player
}

const places = () => screen.getByRole("navigation", { name: "Places" })

beforeAll(fetchAll)
beforeEach(() => {
  service = new Service()
  vi.stubGlobal("fetch", service.fetch)
  vi.stubGlobal("EventSource", Silence)
})

test("Generate opens the song and plays it from its first notes on", async () => {
  const player = open("/")
  await userEvent.click(screen.getByRole("button", { name: /^Generate/ }))
  expect(await screen.findByRole("heading", { name: /Paper Tide/ })).toBeTruthy()
  expect(location.pathname).toBe(`/songs/${service.songs[0]?.id}`)
  expect(player.get()).toMatchObject({ state: "playing", song: { id: service.songs[0]?.id } })
})

test("what plays goes on while one browses, and space pauses it anywhere", async () => {
  service.songs = [songOf()]
  const player = open("/songs")
  await userEvent.click(await screen.findByRole("button", { name: "Play Amber Harbour" }))
  await userEvent.click(within(places()).getByRole("link", { name: "Live" }))
  expect(await screen.findByRole("heading", { name: "Live" })).toBeTruthy()
  expect(player.get().state).toBe("playing")
  await userEvent.keyboard(" ")
  expect(player.get().state).toBe("paused")
  const bar = screen.getByRole("region", { name: "Player" })
  expect(within(bar).getByRole("link", { name: "Amber Harbour" }).getAttribute("href")).toBe(
    "/songs/1",
  )
})

test("the player seeks, goes back to the beginning, and repeats", async () => {
  service.songs = [songOf()]
  const player = open("/songs")
  await userEvent.click(await screen.findByRole("button", { name: "Play Amber Harbour" }))
  const bar = within(screen.getByRole("region", { name: "Player" }))
  fireEvent.change(bar.getByRole("slider", { name: /^Position/ }), { target: { value: "40" } })
  expect(player.position()).toBe(40)
  await userEvent.click(bar.getByRole("button", { name: "Back to the beginning" }))
  expect(player.position()).toBe(0)
  await userEvent.click(bar.getByRole("button", { name: "Repeat" }))
  expect(player.get().loop).toEqual([0, 128])
})

test("beside a band there are no dials that do not steer it", async () => {
  open("/live")
  expect(await screen.findByRole("button", { name: "Start the band" })).toBeTruthy()
  expect(screen.queryByRole("button", { name: /^Generate/ })).toBeNull()
  await userEvent.click(within(places()).getByRole("link", { name: "Songs" }))
  expect(screen.getByRole("button", { name: /^Generate/ })).toBeTruthy()
})

test("on a phone each place has a page of its own", async () => {
  service.songs = [songOf()]
  open("/", { wide: false })
  expect(screen.getByRole("button", { name: /^Generate/ })).toBeTruthy()
  expect(screen.queryByRole("heading", { name: "Songs" })).toBeNull()
  await userEvent.click(within(places()).getByRole("link", { name: "Songs" }))
  expect(await screen.findByRole("button", { name: "Play Amber Harbour" })).toBeTruthy()
  expect(screen.queryByRole("button", { name: /^Generate/ })).toBeNull()
})

test("an address that there is not leads home", async () => {
  open("/nowhere/at/all")
  expect(await screen.findByRole("heading", { name: "Songs" })).toBeTruthy()
  expect(location.pathname).toBe("/")
})
