/** A song that is deleted can be had back, at once or later, and is gone until then. */
import assert from "node:assert/strict"
import { until } from "../patience.mjs"
import { aShortSong, service } from "../service.mjs"
import { cardOf, notice } from "../studio.mjs"
import { visit } from "../suite.mjs"

const isGone = (song) => until(async () => (await service.statusOf(song.id)) === 404, "it is gone")
const isThere = (song) => until(async () => (await service.statusOf(song.id)) === 200, "it is back")

visit("a song that is deleted on its page comes back by Undo", {}, async (page) => {
  const song = await aShortSong("To be had back")
  await page.goto(`/songs/${song.id}`)
  await page.getByRole("button", { name: "More", exact: true }).click()
  await page.getByRole("menuitem", { name: "Delete" }).click()
  await page.waitForURL("**/songs")
  await notice(page).getByText(`${song.title} is deleted`).waitFor()
  await isGone(song)
  await cardOf(page, song).waitFor({ state: "detached" })

  await notice(page).getByRole("button", { name: "Undo" }).click()
  await page.waitForURL(`**/songs/${song.id}`)
  await page.getByRole("heading", { name: song.title }).waitFor()
  await isThere(song)
})

visit("a song that is deleted in the gallery is gone until it is restored", {}, async (page) => {
  const song = await aShortSong("To be missed")
  await page.goto("/songs")
  await cardOf(page, song)
    .getByRole("button", { name: `Delete ${song.title}` })
    .click()
  await notice(page).getByText(song.title).waitFor()
  await isGone(song)
  await page.reload()
  await page.getByRole("feed").waitFor()
  assert.equal(await cardOf(page, song).count(), 0)

  await page.getByRole("button", { name: "More for all songs" }).click()
  await page.getByRole("menuitem", { name: "Recently deleted" }).click()
  await page.getByRole("heading", { name: "Recently deleted" }).waitFor()
  await cardOf(page, song)
    .getByRole("button", { name: `Restore ${song.title}` })
    .click()
  await isThere(song)
  await page.getByRole("button", { name: "Back to the songs" }).click()
  await cardOf(page, song)
    .getByRole("button", { name: `Play ${song.title}` })
    .waitFor()
})

visit(
  "the page of a deleted song says so, and takes it back",
  { forgives: [/404/] },
  async (page) => {
    const song = await aShortSong("To be looked for")
    await service.remove(song.id)
    await page.goto(`/songs/${song.id}`)
    await page.getByRole("heading", { name: `${song.title} is deleted` }).waitFor()
    await page.getByRole("button", { name: "Restore it" }).click()
    await page.getByRole("heading", { name: song.title, exact: true }).waitFor()
    await isThere(song)
  },
)
