/** The gallery as a whole: taken along, and brought back. */
import { act, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { beforeEach, expect, test, vi } from "vitest"
import { Service, songOf } from "../../api/rehearsal"
import { wordsOf } from "./Importing"
import { openGallery } from "./testing"

/** An upload that goes on as the test tells it. */
class Upload {
  static last: Upload
  status = 0
  response: unknown = null
  readonly upload: { onprogress?: (event: object) => void; onload?: () => void } = {}
  onload = () => {}
  onabort = () => {}
  open = vi.fn()
  setRequestHeader() {}
  send() {
    Upload.last = this
  }
  abort() {
    this.onabort()
  }
  answer(status: number, response: unknown) {
    act(() => {
      Object.assign(this, { status, response })
      this.onload()
    })
  }
}

let service: Service

beforeEach(() => {
  service = new Service()
  service.songs = [songOf()]
  vi.stubGlobal("fetch", service.fetch)
  vi.stubGlobal("scrollTo", () => {})
  vi.stubGlobal("XMLHttpRequest", Upload)
})

async function bringBack() {
  openGallery()
  await screen.findByRole("article")
  const field = screen.getByLabelText("A gallery as a zip")
  await userEvent.upload(field, new File(["PK"], "songs.zip", { type: "application/zip" }))
}

test("the menu offers all songs as a zip", async () => {
  openGallery()
  await screen.findByRole("article")
  await userEvent.click(screen.getByRole("button", { name: "More for all songs" }))
  const zip = await screen.findByRole("menuitem", { name: "Take all songs along (zip)" })
  expect(zip.getAttribute("href")).toBe("/api/gallery")
})

test("bringing songs back says how far it is, what came of it, and shows them", async () => {
  await bringBack()
  act(() => Upload.last.upload.onprogress?.({ loaded: 1, total: 4 }))
  expect(screen.getByText("Sending songs.zip…")).toBeTruthy()
  const progress = screen.getByRole("progressbar", { name: "Bringing songs back" })
  expect(progress.getAttribute("aria-valuenow")).toBe("25")
  act(() => Upload.last.upload.onload?.())
  expect(screen.getByText("Reading songs.zip…")).toBeTruthy()
  service.songs = [songOf(), songOf({ id: "2", title: "Velvet Garden" })]
  Upload.last.answer(200, { added: 1, already: 1, refused: ["One is damaged."] })
  expect(
    await screen.findByText("1 song came back, 1 was here before, 1 was left out."),
  ).toBeTruthy()
  expect(screen.getByText("One is damaged.")).toBeTruthy()
  expect(await screen.findByRole("article", { name: "Velvet Garden" })).toBeTruthy()
})

test("a zip that is refused says why, and one can stop half-way", async () => {
  await bringBack()
  Upload.last.answer(422, { detail: "This is no zip, or it is damaged." })
  expect((await screen.findByRole("alert")).textContent).toContain("This is no zip")
  await userEvent.click(screen.getByRole("button", { name: "Try again" }))
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }))
  expect((await screen.findByRole("alert")).textContent).toContain("was cancelled")
})

test.each([
  [{ added: 12, already: 0, refused: [] }, "12 songs came back."],
  [{ added: 0, already: 3, refused: [] }, "3 songs were here before."],
  [{ added: 0, already: 0, refused: ["x", "y"] }, "0 songs came back, 2 were left out."],
])("%j in words", (imported, words) => {
  expect(wordsOf(imported)).toBe(words)
})
