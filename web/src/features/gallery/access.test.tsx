/** Every state of the gallery as axe looks at it. (Contrast needs a real browser.) */
import { screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import axe from "axe-core"
import { beforeEach, expect, test, vi } from "vitest"
import { composing, Service, songOf } from "../../api/rehearsal"
import { openGallery } from "./testing"

let service: Service

beforeEach(() => {
  service = new Service()
  vi.stubGlobal("fetch", service.fetch)
  vi.stubGlobal("scrollTo", () => {})
})

async function violations() {
  const rules = { "color-contrast": { enabled: false }, region: { enabled: false } }
  const found = await axe.run(document.body, { rules })
  return found.violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary])
}

test("songs in every state", async () => {
  service.songs = [
    songOf({ favourite: true }, { lead: 1.5 }),
    composing({ id: "2", title: "Paper Tide" }),
    composing({ id: "3", title: "Slow Tide", bars_total: null }),
    songOf({ id: "4", title: "Lost Kite", status: "failed", error: "The disk is full." }),
  ]
  openGallery()
  await screen.findByRole("article", { name: "Lost Kite" })
  expect(await violations()).toEqual([])
})

test("a card with its menu open, and one that is renamed", async () => {
  service.songs = [songOf()]
  openGallery()
  await screen.findByRole("article")
  await userEvent.click(screen.getByRole("button", { name: "Download Amber Harbour" }))
  await screen.findByRole("menuitem", { name: /Stems/ })
  expect(await violations()).toEqual([])
  await userEvent.keyboard("{Escape}")
  await userEvent.click(screen.getByRole("button", { name: "Rename Amber Harbour" }))
  expect(await violations()).toEqual([])
})

test.each([
  ["/", "No songs yet"],
  ["/?q=x", "Nothing found"],
  ["/?favourites=1", "No favourites yet"],
  ["/?deleted=1", "Nothing was deleted"],
])("nothing to show at %s", async (address, title) => {
  openGallery(address)
  await screen.findByText(title)
  expect(await violations()).toEqual([])
})

test("songs with a notice to undo, and a service that went away", async () => {
  service.songs = [songOf(), songOf({ id: "2", title: "Velvet Garden" })]
  openGallery()
  await screen.findByRole("article", { name: "Velvet Garden" })
  await userEvent.click(screen.getByRole("button", { name: "Delete Velvet Garden" }))
  await screen.findByRole("button", { name: "Undo" })
  expect(await violations()).toEqual([])
})
