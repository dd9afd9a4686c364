/** A band that plays on follows what it is asked, and what it played is kept. */
import assert from "node:assert/strict"
import { sounds } from "../ears.mjs"
import { readMidi } from "../midi.mjs"
import { until } from "../patience.mjs"
import { service } from "../service.mjs"
import { playsFrom } from "../studio.mjs"
import { visit } from "../suite.mjs"

visit("the band follows, and stops as a song", { at: "/live" }, async (page) => {
  await page.getByRole("button", { name: "Start the band" }).click()
  await page.waitForURL("**/live/*")
  const id = page.url().split("/").at(-1)
  await sounds(page)
  await playsFrom(page, 1)

  const steering = page.getByRole("group", { name: "What the band is asked for" })
  await steering.getByRole("slider", { name: "Drums, times as much" }).press("Home")
  await steering.getByRole("slider", { name: "Tempo" }).press("End")
  const changes = await until(async () => {
    const { recipe } = await service.song(id)
    return /drums 0.*tempo \d+/.test(recipe.changes ?? "") && recipe.changes
  }, "the recipe says what was changed")
  const bpm = Number(/tempo (\d+)/.exec(changes)[1])
  const bars = async () => (await service.song(id)).bars_done
  const changedAt = Math.max(...[...changes.matchAll(/(?:^|;)\s*(\d+)/g)].map(([, bar]) => bar))
  await until(async () => (await bars()) > changedAt + 1, "the band has followed")

  await page.getByRole("button", { name: "Stop and keep" }).click()
  await page.waitForURL(`**/songs/${id}`)
  const song = await service.ready(id)
  assert.ok(song.bars_total > changedAt)
  await page.getByRole("heading", { name: "Changed on the way" }).waitFor()
  const { tempos } = readMidi(await service.file(id, "midi"))
  assert.deepEqual(tempos.map(Math.round), [112, bpm])
})

visit("who comes back to a band finds it playing", { at: "/live" }, async (page) => {
  await page.getByRole("button", { name: "Start the band" }).click()
  await page.waitForURL("**/live/*")
  await playsFrom(page, 0)
  await page.reload()
  await page.getByRole("button", { name: "Listen", exact: true }).click()
  await sounds(page)
  await page.getByRole("button", { name: "Stop and keep" }).click()
  await page.waitForURL("**/songs/*")
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
})
