/** Asking for a song, and what may come in between. */
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import axe from "axe-core"
import { expect, test, vi } from "vitest"
import { begin, button, generated, open, press, service, slide, stand, unfold } from "./testing"

begin()

test("one click on Generate makes a song, and the gesture is told before anything is waited for", async () => {
  await open()
  fireEvent.click(button("Generate"))
  expect(stand.gestures).toBe(1)
  expect(stand.composing).toEqual([])
  await waitFor(() => expect(stand.composing).toHaveLength(1))
  expect(stand.composing[0]?.title).toBe("Paper Tide")
  expect(stand.asked[0]).toMatchObject({
    start: "pop",
    bars: 64,
    drums: 1,
    temperature: 1,
    top_p: 0.97,
  })
})

test("Ctrl and Enter generate, too", async () => {
  await open()
  await userEvent.keyboard("{Control>}{Enter}{/Control}")
  await waitFor(() => expect(stand.composing).toHaveLength(1))
})

test("each Generate draws a new seed, unless the seed is kept", async () => {
  await open()
  const [first, second] = [await generated(), await generated()]
  await unfold("Chance")
  await press("Keep this seed")
  const [third, fourth] = [await generated(), await generated()]
  expect(first?.seed).not.toBe(second?.seed)
  expect(third?.seed).toBe(fourth?.seed)
})

test("with all four instruments off nothing can be generated, and the panel says why", async () => {
  await open()
  for (const name of ["Drums", "Bass", "Chords", "Lead"]) slide(`${name}, times as much`, 0)
  expect(button("Generate").disabled).toBe(true)
  expect(screen.getByText(/All four instruments are off/)).toBeTruthy()
  await userEvent.keyboard("{Control>}{Enter}{/Control}")
  expect(stand.gestures).toBe(0)
  await press("Reset")
  expect(button("Generate").disabled).toBe(false)
})

test("a refusal is shown in the service's own words until something is changed", async () => {
  await open()
  stand.refusal = { status: 422, detail: "That key has no such chord." }
  await press("Generate")
  expect((await screen.findByRole("alert")).textContent).toContain("That key has no such chord.")
  slide("Lead, times as much", 0)
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull())
})

test("a busy service says when it is worth to try again", async () => {
  await open()
  vi.useFakeTimers({ shouldAdvanceTime: true })
  stand.refusal = {
    status: 429,
    detail: "Eight songs are being composed.",
    headers: { "Retry-After": "5" },
  }
  fireEvent.click(button("Generate"))
  const problem = within(await screen.findByRole("alert"))
  const retry = problem.getByRole<HTMLButtonElement>("button", { name: "Try again" })
  expect(retry.disabled).toBe(true)
  expect(retry.textContent).toMatch(/in 5 s/)
  await act(() => vi.advanceTimersByTimeAsync(5500))
  expect(retry.disabled).toBe(false)
  stand.refusal = null
  fireEvent.click(retry)
  await waitFor(() => expect(stand.composing).toHaveLength(1))
  vi.useRealTimers()
})

test("when nobody answers, the panel says so and asks again", async () => {
  await open()
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")))
  await press("Generate")
  expect((await screen.findByRole("alert")).textContent).toMatch(/isn’t answering/)
  vi.stubGlobal("fetch", service)
  await press("Try again")
  await waitFor(() => expect(stand.composing).toHaveLength(1))
})

test("unfolded everywhere, the panel has no fault that axe knows", async () => {
  await open()
  for (const head of screen.getAllByRole("heading", { level: 2 }))
    fireEvent.click(within(head).getByRole("button"))
  await screen.findByRole("textbox", { name: "Voices" })
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false } }, // nothing is painted here
  })
  // a panel by itself is no page
  const faults = violations.filter(({ id }) => !["region", "page-has-heading-one"].includes(id))
  expect(faults.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
})
