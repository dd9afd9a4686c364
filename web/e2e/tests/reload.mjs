/** A reload at any moment loses nothing. */
import assert from "node:assert/strict"
import { until } from "../patience.mjs"
import { aSong, service } from "../service.mjs"
import { generate, panel, roll } from "../studio.mjs"
import { visit } from "../suite.mjs"

visit("a song goes on being composed while its page is reloaded", {}, async (page) => {
  await page.getByLabel("Bars", { exact: true }).fill("128")
  const song = await generate(page)
  await page.reload()
  await page.getByRole("heading", { name: song.title }).waitFor()
  await page.reload()
  await service.ready(song.id)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  await page.getByRole("list", { name: "Facts" }).getByText("128 bars").waitFor()
})

visit(
  "a song's page is itself again after a reload",
  { at: async () => `/songs/${(await aSong()).id}` },
  async (page) => {
    const seconds = async () => roll(page).getAttribute("aria-valuemax")
    await page.getByRole("heading", { name: "Make another of it" }).waitFor()
    const before = await until(async () => {
      const known = await seconds()
      return Number(known) > 30 && known
    }, "the roll is full")
    await page.reload()
    await page.getByRole("heading", { name: "Make another of it" }).waitFor()
    await until(async () => (await seconds()) === before, "the roll is as full as it was")
  },
)

visit("what is set in the panel is there after a reload", {}, async (page) => {
  const bars = page.getByLabel("Bars", { exact: true })
  const bass = page.getByRole("slider", { name: "Bass, times as much" })
  await bars.fill("48")
  await bass.fill("2.5")
  await page.getByRole("button", { name: /^Chords/ }).click()
  await page.getByRole("textbox", { name: "Chord progression" }).fill("Dm G C")
  await panel(page).getByText("Other than usual").waitFor()
  await page.reload()
  await bars.waitFor()
  assert.match(await bars.inputValue(), /^48/)
  assert.equal(await bass.inputValue(), "2.5")
  await page.getByRole("button", { name: /^Chords.*Dm G C/ }).waitFor()
})

visit("the gallery comes back as it was searched and sorted", {}, async (page) => {
  const { title } = await aSong()
  const [word] = title.split(" ")
  await page.getByRole("searchbox", { name: "Search titles" }).fill(word)
  await page.getByRole("combobox", { name: "Order of the songs" }).selectOption({ index: 1 })
  await page.waitForURL(new RegExp(`=${word}`))
  const place = page.url()
  await page.reload()
  assert.equal(page.url(), place)
  assert.equal(await page.getByRole("searchbox", { name: "Search titles" }).inputValue(), word)
  await page.getByRole("feed").getByText(title.split(" · ")[0]).first().waitFor()
})
