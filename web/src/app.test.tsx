/** The page as a musician meets it, against a service that is a table in this file. */
import { act, render, screen, waitFor, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { beforeEach, expect, test, vi } from "vitest"
import type { Recipe, Song, Starter } from "./api/client"
import { createQueries } from "./api/queries"
import { App } from "./app"
import { createPlayer } from "./audio/player"

const pop: Starter = {
  name: "pop",
  title: "Sunrise",
  style: "pop",
  key: "C major",
  bpm: 120,
  meter: "4/4",
  bars: 4,
  roles: ["drums", "bass", "chords", "lead"],
}

function song(part: Partial<Song> = {}): Song {
  const levels = { drums: 1, bass: 1, chords: 1, lead: 1 }
  const sampling = { tempo: null, temperature: 1, top_p: 0.97, best_of: 1 }
  const bounds = { meter: null, key: null, progression: null, ranges: null, voices: null }
  const shape = { form: "", repetition: 1, ending: true, redo: null, redo_bars: null }
  const played = { palette: null, instruments: null, swing: 0, humanise: 0, changes: null }
  const from = { start: "pop", start_at: null, start_bars: null, keep_start: true }
  return {
    id: "1",
    title: "Amber Harbour",
    status: "ready",
    recipe: {
      bars: 64,
      seconds: null,
      seed: 1,
      ...from,
      ...levels,
      ...sampling,
      ...bounds,
      ...shape,
      ...played,
    },
    created: new Date().toISOString(),
    bars_done: 64,
    bars_total: 64,
    seconds: 128,
    bpm: 120,
    meter: "4/4",
    notes: 900,
    model: "1",
    error: null,
    style: "pop",
    key: "C major",
    favourite: false,
    parent: null,
    verb: null,
    delivered: null,
    preview: null,
    ...part,
  }
}

let songs: Song[]
let asked: Recipe[]
let refusal: { status: number; detail: string } | null

async function service(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const id = pathname.split("/")[3]
  if (refusal && request.method !== "GET") {
    return Response.json({ detail: refusal.detail }, { status: refusal.status })
  }
  if (pathname === "/api/starters") return Response.json([pop])
  if (request.method === "POST") {
    asked.push(await request.json())
    const begun = song({
      id: `${asked.length}`,
      title: "Paper Tide",
      status: "composing",
      bars_done: 3,
    })
    songs = [begun, ...songs]
    return Response.json(begun, { status: 202 })
  }
  if (request.method === "DELETE") {
    songs = songs.filter((one) => one.id !== id)
    return new Response(null, { status: 204 })
  }
  if (id) return Response.json(songs.find((one) => one.id === id))
  return Response.json({ songs, next: null, total: songs.length })
}

let audio: HTMLAudioElement

function open() {
  audio = new Audio()
  audio.play = vi.fn(async () => void audio.dispatchEvent(new Event("playing")))
  audio.pause = vi.fn(() => void audio.dispatchEvent(new Event("pause")))
  audio.load = vi.fn()
  render(<App queries={createQueries()} player={createPlayer(audio)} />)
}

beforeEach(() => {
  ;[songs, asked, refusal] = [[], [], null]
  vi.stubGlobal("fetch", service)
})

test("an empty gallery invites, and Generate puts a song into it that says how far it is", async () => {
  open()
  expect(await screen.findByText("No songs yet")).toBeTruthy()
  await userEvent.click(screen.getByRole("button", { name: "Generate" }))
  const progress = await screen.findByRole("progressbar", { name: "Composing Paper Tide" })
  expect(progress.getAttribute("aria-valuetext")).toBe("3 of 64 bars")
  expect(asked[0]).toMatchObject({ start: "pop", bars: 64, drums: 1, temperature: 1, top_p: 0.97 })
  songs = [song({ title: "Paper Tide" })]
  expect(await screen.findByRole("button", { name: "Play Paper Tide" })).toBeTruthy()
})

test("each Generate draws a new seed, unless the seed is kept", async () => {
  open()
  const generate = screen.getByRole("button", { name: "Generate" })
  const press = async (times: number) => {
    await userEvent.click(generate)
    await waitFor(() => expect(asked).toHaveLength(times))
  }
  await press(1)
  await press(2)
  await userEvent.click(screen.getByRole("button", { name: "Keep this seed" }))
  await press(3)
  await press(4)
  const [first, second, third, fourth] = asked.map(({ seed }) => seed)
  expect(first).not.toBe(second)
  expect(third).toBe(fourth)
})

test("with all four instruments off nothing can be generated, and the page says why", async () => {
  open()
  for (const name of ["Drums", "Bass", "Chords", "Lead"]) {
    screen.getByRole("slider", { name: `${name}, times as much` }).focus()
    await userEvent.keyboard("{Home}")
  }
  const generate = screen.getByRole<HTMLButtonElement>("button", { name: "Generate" })
  expect(generate.disabled).toBe(true)
  expect(screen.getByText(/All four instruments are off/)).toBeTruthy()
  await userEvent.click(screen.getByRole("button", { name: "Reset" }))
  expect(generate.disabled).toBe(false)
})

test("a refusal is shown in the service's own words, and can be tried again", async () => {
  open()
  refusal = { status: 429, detail: "Eight songs are being composed already." }
  await userEvent.click(screen.getByRole("button", { name: "Generate" }))
  const problem = await screen.findByRole("alert")
  expect(problem.textContent).toContain("Eight songs are being composed already.")
  refusal = null
  await userEvent.click(within(problem).getByRole("button", { name: "Try again" }))
  expect(await screen.findByRole("progressbar")).toBeTruthy()
})

test("the space key plays the newest song and pauses it", async () => {
  songs = [song()]
  open()
  await screen.findByRole("button", { name: "Play Amber Harbour" })
  await userEvent.keyboard(" ")
  expect(await screen.findByRole("button", { name: "Pause Amber Harbour" })).toBeTruthy()
  expect(audio.src).toContain("/api/songs/1/wav")
  await userEvent.keyboard(" ")
  expect(await screen.findByRole("button", { name: "Play Amber Harbour" })).toBeTruthy()
})

test("a deleted song can be brought back, and is only deleted when the time for that is over", async () => {
  songs = [song()]
  open()
  await userEvent.click(await screen.findByRole("button", { name: "Delete Amber Harbour" }))
  await userEvent.click(screen.getByRole("button", { name: "Undo" }))
  const again = await screen.findByRole("button", { name: "Delete Amber Harbour" })
  vi.useFakeTimers({ shouldAdvanceTime: true })
  act(() => again.click())
  expect(songs).toHaveLength(1)
  await act(() => vi.advanceTimersByTimeAsync(7000))
  expect(songs).toHaveLength(0)
  vi.useRealTimers()
  expect(await screen.findByText("No songs yet")).toBeTruthy()
})

test("a song that failed says why", async () => {
  songs = [song({ status: "failed", error: "The disk is full." })]
  open()
  expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.")
})

test("when nobody answers, the page says so and finds its way back", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")))
  open()
  expect(await screen.findByText("Nobody is home", {}, { timeout: 3000 })).toBeTruthy()
  vi.stubGlobal("fetch", service)
  songs = [song()]
  const gallery = screen.getByRole("region", { name: "Songs" })
  await userEvent.click(within(gallery).getByRole("button", { name: "Try again" }))
  expect(await screen.findByRole("button", { name: "Play Amber Harbour" })).toBeTruthy()
})
