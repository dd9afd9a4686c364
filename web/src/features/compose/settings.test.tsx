/** Every setting, as a musician changes it, and what is asked for then. */
import { cleanup, screen, waitFor, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { expect, test, vi } from "vitest"
import {
  begin,
  button,
  generated,
  open,
  press,
  reload,
  service,
  slide,
  stand,
  unfold,
} from "./testing"

begin()

test("a level is moved or typed, and a double click puts it back", async () => {
  await open()
  const [slider, typed] = [
    screen.getByRole("slider", { name: "Drums, times as much" }),
    screen.getByRole("textbox", { name: "Drums, times as much" }),
  ]
  await userEvent.clear(typed)
  await userEvent.type(typed, "2.5")
  expect(slider.getAttribute("aria-valuetext")).toBe("2.5×")
  expect((await generated())?.drums).toBe(2.5)
  await userEvent.dblClick(slider)
  expect((await generated())?.drums).toBe(1)
})

test("a length typed as a time is asked for in seconds, and one in bars takes its place", async () => {
  await open()
  const time = screen.getByRole("textbox", { name: "Length in minutes and seconds" })
  expect(time).toHaveProperty("value", "≈ 2:08")
  await userEvent.clear(time)
  await userEvent.type(time, "1:30{Enter}")
  expect(stand.asked).toEqual([])
  expect(screen.getByRole("textbox", { name: "Bars" })).toHaveProperty("value", "45 bars")
  const timed = await generated()
  expect(timed?.seconds).toBe(90)
  expect(timed).not.toHaveProperty("bars")
  slide("Length in bars", 5)
  expect(await generated()).toMatchObject({ bars: 32 })
})

test("a link sets the panel instead of what was left there, and is taken once", async () => {
  await open()
  slide("Lead, times as much", 0)
  cleanup()
  const recipe = { start: "waltz", key: "E minor", seed: 7, redo_bars: "1-2" }
  await open(`/?${new URLSearchParams({ recipe: JSON.stringify(recipe) })}`)
  expect(location.search).toBe("")
  expect(screen.getByText("From the link: redo bars 1-2.")).toBeTruthy()
  await press("Leave out")
  slide("Drums, times as much", 2)
  await reload()
  expect(await generated()).toMatchObject({ start: "waltz", key: "E minor", drums: 2, lead: 1 })
})

test("what differs from the usual is said; a reset takes it back, and can be taken back", async () => {
  await open()
  expect(screen.getByText("Everything is as usual.")).toBeTruthy()
  slide("Lead, times as much", 0)
  expect(screen.getByText(/no lead/)).toBeTruthy()
  await press("Reset all")
  expect(screen.getByText("Everything is as usual.")).toBeTruthy()
  await press("Undo reset")
  expect((await generated())?.lead).toBe(0)
})

test("the link to the settings is copied", async () => {
  const user = userEvent.setup() // gives a clipboard
  await open()
  slide("Lead, times as much", 0)
  await user.click(button("Copy link to these settings"))
  const link = new URL(await navigator.clipboard.readText())
  expect(JSON.parse(link.searchParams.get("recipe") ?? "")).toMatchObject({ start: "pop", lead: 0 })
  expect(await screen.findByText("Copied")).toBeTruthy()
})

test("a key is a note of a keyboard and a scale, and can be let go of", async () => {
  await open()
  await unfold("Tempo")
  await userEvent.click(screen.getByRole("radio", { name: "E♭" }))
  expect((await generated())?.key).toBe("Eb major")
  await press("Key: back to usual")
  expect(await generated()).not.toHaveProperty("key")
})

test("a meter can be chosen for silence, and the panel says why not for a starter", async () => {
  await open()
  await unfold("Tempo")
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "3/4" }).disabled).toBe(true)
  expect(screen.getByText(/starting seed is in 4\/4. Begin with silence/)).toBeTruthy()
  await press(/^Sunrise/)
  await userEvent.click(await screen.findByRole("button", { name: /^Silence/ }))
  await userEvent.click(screen.getByRole("radio", { name: "3/4" }))
  expect(await generated()).toMatchObject({ start: "none", meter: "3/4" })
})

test("instruments are chosen for the band or for a role", async () => {
  await open()
  await unfold("Instruments")
  expect(screen.getByRole("combobox", { name: "Lead instrument" })).toHaveProperty(
    "placeholder",
    "flute",
  )
  await userEvent.click(screen.getByRole("radio", { name: "Jazz" }))
  await userEvent.type(screen.getByRole("combobox", { name: "Lead instrument" }), "flu")
  await userEvent.click(await screen.findByRole("option", { name: "flute" }))
  expect(await generated()).toMatchObject({ palette: "jazz", instruments: "lead flute" })
})

test("a chord that is not known is pointed at while it is typed", async () => {
  await open()
  await unfold("Chords")
  const typed = screen.getByRole("textbox", { name: "Chord progression" })
  await userEvent.type(typed, "Am H7")
  expect(screen.getByText(/“H7” is no chord/)).toBeTruthy()
  await press(/^Pop/)
  expect(screen.queryByText(/is no chord/)).toBeNull()
  const bars = within(screen.getByRole("list", { name: "Bars of the progression" }))
  expect(bars.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "C",
    "G",
    "Am",
    "F",
  ])
  expect((await generated())?.progression).toBe("C G Am F")
})

test("a form, a repetition and an ending give the song its structure", async () => {
  await open()
  await unfold("Structure")
  await userEvent.click(screen.getByRole("radio", { name: "AABA" }))
  slide("Repetition", 2)
  await userEvent.click(screen.getByRole("switch", { name: /^Come to an end/ }))
  expect(button(/^Structure/).textContent).toContain("no ending · AABA · repetition 2")
  expect(await generated()).toMatchObject({ form: "AABA", repetition: 2, ending: false })
})

test("when the choices can't be fetched the panel says so, and what is always there still works", async () => {
  vi.stubGlobal("fetch", (request: Request) =>
    request.url.endsWith("/api/choices")
      ? Promise.reject(new TypeError("Failed to fetch"))
      : service(request),
  )
  await open()
  const problem = await screen.findByRole("alert", {}, { timeout: 3000 })
  expect(problem.textContent).toContain("What there is to choose from could not be fetched.")
  slide("Lead, times as much", 0)
  expect((await generated())?.lead).toBe(0)
  vi.stubGlobal("fetch", service)
  await userEvent.click(within(problem).getByRole("button", { name: "Try again" }))
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull())
})
