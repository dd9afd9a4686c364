/** What plays is under one's hands: the mix, the place, the range that repeats. */
import assert from "node:assert/strict"
import { isSilent, loudnessFor, sounds } from "../ears.mjs"
import { until } from "../patience.mjs"
import { aSong } from "../service.mjs"
import { mixer, playsFrom, position, roll, transport } from "../studio.mjs"
import { visit } from "../suite.mjs"

const ROLES = ["Drums", "Bass", "Chords", "Lead"]
const aSongsPage = { at: async () => `/songs/${(await aSong()).id}` }

async function play(page) {
  await transport(page).getByRole("button", { name: /^Play/ }).click()
  await sounds(page)
}

visit("solo and mute change what is heard", aSongsPage, async (page) => {
  await play(page)
  await roll(page).press("l") // one bar over and over, so that loudness can be compared
  const desk = mixer(page)
  const press = (name) => desk.getByRole("button", { name }).click()
  const all = await loudnessFor(page, 2)
  for (const role of ROLES) {
    await press(`Solo ${role}`)
    await page.waitForTimeout(500)
    const alone = await loudnessFor(page, 1.2)
    assert.ok(alone > 0.001, `${role} alone is heard: ${alone}`)
    assert.ok(alone < all * 0.98, `${role} alone (${alone}) is less than all (${all})`)
    await press(`Solo ${role}`)
  }

  for (const role of ROLES) await press(`Mute ${role}`)
  await isSilent(page, "all four are muted")
  await press("Mute Bass")
  await sounds(page, "the bass is back")
  await desk.getByRole("button", { name: "Reset" }).click()
  assert.equal(await desk.getByRole("button", { pressed: true }).count(), 0)
})

visit("a level and the volume change how loud it is", aSongsPage, async (page) => {
  await play(page)
  await roll(page).press("l")
  await mixer(page).getByRole("button", { name: "Solo Drums" }).click()
  await page.waitForTimeout(500)
  const before = await loudnessFor(page, 2)
  await mixer(page).getByRole("slider", { name: "Level of the drums" }).fill("0.5")
  await page.waitForTimeout(500)
  const softer = await loudnessFor(page, 2)
  assert.ok(softer < before * 0.8, `half the level: ${softer}, before ${before}`)
  await transport(page).getByRole("slider", { name: "Volume" }).fill("0")
  await isSilent(page, "the volume is at nothing")
})

visit("pause is silent, and play goes on from there", aSongsPage, async (page) => {
  await play(page)
  await playsFrom(page, 1)
  await transport(page)
    .getByRole("button", { name: /^Pause/ })
    .click()
  await isSilent(page, "it is paused")
  const paused = await position(page)
  await page.waitForTimeout(700)
  assert.equal(await position(page), paused)
  await transport(page).getByRole("button", { name: /^Play/ }).click()
  await sounds(page, "it plays on")
  assert.ok((await position(page)) >= paused)
})

visit("seeking moves the song, which sounds from there", aSongsPage, async (page) => {
  await play(page)
  const { width, height } = await roll(page).boundingBox()
  await roll(page).click({ position: { x: width * 0.9, y: height * 0.5 } })
  await until(async () => (await position(page)) > 8, "a click on the roll has moved it")
  await roll(page).press("Home")
  await until(async () => (await position(page)) < 4, "it is back at the beginning")
  await page.getByRole("slider", { name: /in the player$/ }).fill("30")
  await playsFrom(page, 29)
  await sounds(page)
})

visit("a range that is looped repeats", aSongsPage, async (page) => {
  await play(page)
  await roll(page).press("l")
  await page.getByRole("button", { name: /^Bar 1/ }).waitFor()
  const seen = []
  for (const end = Date.now() + 5_000; Date.now() < end; await page.waitForTimeout(100))
    seen.push(await position(page))
  assert.ok(Math.max(...seen) <= 3, `a bar of two seconds is not left: ${seen}`)
  const turns = seen.filter((second, at) => second < seen[at - 1]).length
  assert.ok(turns >= 2, `it turned ${turns} times`)

  await roll(page).press("l")
  await playsFrom(page, 3)
})
