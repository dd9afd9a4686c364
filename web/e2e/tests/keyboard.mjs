/** Without a mouse: everything is reached, one sees where one is, and nothing needs a pointer. */
import assert from "node:assert/strict"
import { isSilent, sounds } from "../ears.mjs"
import { tabTo, walkByTab } from "../focus.mjs"
import { until } from "../patience.mjs"
import { aShortSong, aSong, service } from "../service.mjs"
import { mixer, panel, playsFrom, position, roll } from "../studio.mjs"
import { visit } from "../suite.mjs"

const aSongsPage = { at: async () => `/songs/${(await aSong()).id}` }

visit("Tab leads to Generate, and Enter composes", {}, async (page) => {
  await tabTo(page, "Generate")
  await page.keyboard.press("Enter")
  await page.waitForURL("**/songs/*")
  await sounds(page)
})

visit("Control and Enter compose from anywhere, and Space pauses", {}, async (page) => {
  await page.getByRole("heading", { name: "Songs" }).waitFor()
  await page.keyboard.press("Control+Enter")
  await page.waitForURL("**/songs/*")
  await sounds(page)
  await page.keyboard.press("Space")
  await isSilent(page, "Space has paused it")
  await page.keyboard.press("Space")
  await sounds(page, "Space plays on")
})

visit("the roll seeks and the mixer mixes by keys", aSongsPage, async (page) => {
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  await page.keyboard.press("Space")
  await playsFrom(page, 0)
  await page.keyboard.press("Space")
  await isSilent(page)
  await tabTo(page, /^The notes of/)
  for (const [key, isThere] of [
    ["Home", (at) => at === 0],
    ["PageUp", (at) => at > 7 && at < 10],
    ["ArrowLeft", (at) => at > 6 && at < 9],
    ["End", (at) => at > 40],
  ]) {
    await page.keyboard.press(key)
    await until(async () => isThere(await position(page)), `${key} has moved it`)
  }
  assert.match(await roll(page).getAttribute("aria-valuetext"), /^bar 24/)

  await page.keyboard.press("Home")
  await page.keyboard.press("Space")
  await sounds(page)
  for (const role of ["Drums", "Bass", "Chords", "Lead"]) {
    await tabTo(page, `Mute ${role}`)
    await page.keyboard.press("Enter")
  }
  await isSilent(page, "all four are muted")
  const levels = mixer(page).getByRole("slider", { name: "Level of the lead" })
  await levels.focus()
  await page.keyboard.press("ArrowLeft")
  assert.equal(await levels.inputValue(), "0.95")
})

visit("a song is opened, deleted and had back by keys", {}, async (page) => {
  const song = await aShortSong("By keys")
  await page.goto("/songs?q=By+keys")
  await page.getByRole("feed").waitFor()
  await tabTo(page, song.title)
  await page.keyboard.press("Delete")
  await page.getByText(`Deleted ${song.title}`).waitFor()
  assert.equal(await service.statusOf(song.id), 404)
  await page.keyboard.press("Control+z")
  await until(async () => (await service.statusOf(song.id)) === 200, "it is back")
  await until(() => isFocused(page, song), "the focus is on it again")

  await page.keyboard.press("Enter")
  await page.waitForURL(`**/songs/${song.id}`)
  await tabTo(page, "More")
  await page.keyboard.press("Enter")
  await page.getByRole("menuitem", { name: "Delete" }).waitFor()
  await page.keyboard.press("ArrowUp") // round to the last
  await page.keyboard.press("Enter")
  await page.getByText(`${song.title} is deleted`).waitFor()
  await tabTo(page, "Undo")
  await page.keyboard.press("Enter")
  await page.waitForURL(`**/songs/${song.id}`)
})

function isFocused(page, { id }) {
  return page.evaluate((id) => document.activeElement?.dataset.song === id, id)
}

visit("one always sees where the focus is", aSongsPage, async (page) => {
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  const unseen = await walkByTab(page)
  await page.goto("/")
  await panel(page)
    .getByRole("button", { name: /^Tempo & key/ })
    .click()
  await page.getByRole("feed").waitFor()
  unseen.push(...(await walkByTab(page)))
  await page.goto("/live")
  await page.getByRole("button", { name: "Start the band" }).waitFor()
  unseen.push(...(await walkByTab(page)))
  assert.deepEqual(unseen, [])
})
