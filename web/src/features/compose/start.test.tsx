/** What a song begins with, as a musician chooses it. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { expect, test } from "vitest"
import { begin, button, generated, open, press, reload, slide, stand, unfold } from "./testing"

begin()

test("a starting seed is found by a word, listened to and chosen", async () => {
  await open()
  await press(/^Sunrise/)
  const dialog = within(await screen.findByRole("dialog", { name: "Begin with" }))
  await userEvent.type(dialog.getByRole("textbox"), "3/4")
  expect(dialog.queryByRole("button", { name: /^Sunrise/ })).toBeNull()
  await waitFor(() =>
    expect(dialog.getByRole("button", { name: "Listen to Carousel" })).toHaveProperty(
      "disabled",
      false,
    ),
  )
  await userEvent.click(dialog.getByRole("button", { name: "Listen to Carousel" }))
  expect(dialog.getByRole("button", { name: "Pause Carousel" })).toBeTruthy()
  await userEvent.click(dialog.getByRole("button", { name: /^Carousel/ }))
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull())
  expect((await generated())?.start).toBe("waltz")
})

test("the dice draw another starting seed, never silence", async () => {
  await open()
  await press("Draw a starting seed")
  expect(button(/^Carousel/)).toBeTruthy()
  await press("Draw a starting seed")
  expect(button(/^Sunrise/)).toBeTruthy()
})

const file = new File(["MThd"], "My idea.mid")

test("one's own MIDI is dropped anywhere on the panel, and what was understood is shown", async () => {
  await open()
  const dropped = { dataTransfer: { files: [file], types: ["Files"] } }
  fireEvent.dragOver(button("Generate"), dropped)
  expect(screen.getByText("Let go to begin with this file.")).toBeTruthy()
  fireEvent.drop(button("Generate"), dropped)
  const card = await screen.findByRole("button", { name: /^My idea/ })
  expect(card.textContent).toContain("E minor · 120 bpm · 4/4 · 24 bars")
  expect(card.textContent).toContain("Drums, Bass, Chords, Lead")
  await unfold("Goes on from")
  expect(button(/^Goes on from/).textContent).toContain("its bars 17 to 24")
  slide("After its bar", 12)
  await userEvent.click(screen.getByRole("switch", { name: /^Keep them in the song/ }))
  expect(await generated()).toMatchObject({ start: "midi:1", start_at: 12, keep_start: false })
})

test("a file that can't be read is refused with the service's sentence, and nothing else changes", async () => {
  await open()
  stand.refusal = { status: 422, detail: "This is not a MIDI file." }
  await userEvent.upload(screen.getByLabelText("Your own MIDI file"), file)
  expect((await screen.findByRole("alert")).textContent).toBe("This is not a MIDI file.")
  expect(button(/^Sunrise/)).toBeTruthy()
})

test("an own MIDI is still there after a reload, and so are all settings", async () => {
  await open()
  await userEvent.upload(screen.getByLabelText("Your own MIDI file"), file)
  await screen.findByRole("button", { name: /^My idea/ })
  slide("Lead, times as much", 0)
  await reload()
  expect(button(/^My idea/)).toBeTruthy()
  expect(await generated()).toMatchObject({ start: "midi:1", lead: 0 })
})
