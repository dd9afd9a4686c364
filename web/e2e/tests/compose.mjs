/** One click makes a song, which is seen and heard while it is composed. */
import assert from "node:assert/strict"
import { sounds } from "../ears.mjs"
import { until } from "../patience.mjs"
import { service } from "../service.mjs"
import { generate, playerBar, playsFrom, roll } from "../studio.mjs"
import { visit } from "../suite.mjs"

visit("one click on Generate makes a song that is seen and heard", {}, async (page) => {
  assert.deepEqual(await page.evaluate(() => window.ears.states()), [], "nothing sounds unasked")
  const song = await generate(page)
  await page.getByRole("heading", { name: song.title }).waitFor()

  await sounds(page, "the song is heard while it is composed or just after")
  assert.deepEqual(await page.evaluate(() => window.ears.states()), ["running"])
  await playsFrom(page, 0)

  await service.ready(song.id)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  const seconds = Number(await roll(page).getAttribute("aria-valuemax"))
  assert.ok(seconds > 60, `the roll holds the whole song, not ${seconds} seconds`)
})

visit("notes stream into the roll bar by bar", {}, async (page) => {
  await page.getByLabel("Bars", { exact: true }).fill("256")
  await generate(page)
  const lengths = new Set()
  const progress = page.getByRole("progressbar", { name: /^Composing/ })
  await until(async () => {
    lengths.add(await roll(page).getAttribute("aria-valuemax"))
    return lengths.size >= 4
  }, "the roll grows a few times")
  assert.ok(await progress.isVisible())

  await page.getByRole("button", { name: "Cancel" }).click()
  await page.getByText(/is cancelled/).waitFor()
  await playerBar(page).waitFor({ state: "detached" })
})

visit("what is set in the panel is what is asked for", {}, async (page) => {
  await page.getByLabel("Bars", { exact: true }).fill("8")
  const lead = page.getByRole("slider", { name: "Lead, times as much" })
  await lead.focus()
  for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight")
  await page.getByRole("button", { name: /^Tempo & key/ }).click()
  await page.getByRole("slider", { name: "Tempo" }).fill("90")
  const { recipe } = await generate(page)
  assert.deepEqual([recipe.bars, recipe.lead, recipe.tempo], [8, 1.5, 90])
})
