/** On a phone: a thumb is enough, and nothing is wider than the screen. */
import assert from "node:assert/strict"
import { PHONE, TABLET } from "../browser.mjs"
import { isSilent, sounds } from "../ears.mjs"
import { aSong } from "../service.mjs"
import { generate, playerBar, playsFrom, roll, widths } from "../studio.mjs"
import { visit } from "../suite.mjs"

const tabs = (page) => page.getByRole("navigation", { name: "Places" })
const goTo = (page, name) => tabs(page).getByRole("link", { name }).tap()

async function fits(page, screen = PHONE) {
  const { width } = screen.viewport
  assert.deepEqual(await widths(page), [width, width], `${page.url()} is as wide as the screen`)
}

visit("on a phone one composes, listens and goes about", { screen: PHONE }, async (page) => {
  await fits(page)
  const song = await generate(page)
  await sounds(page)
  await playsFrom(page, 0)
  await fits(page)

  await goTo(page, "Songs")
  await page.waitForURL("**/songs")
  await page.getByRole("feed").waitFor()
  await fits(page)
  await sounds(page, "it goes on playing while one browses")
  await playerBar(page)
    .getByRole("button", { name: /^Pause/ })
    .tap()
  await isSilent(page)
  await playerBar(page).getByRole("link", { name: song.title }).tap()
  await page.waitForURL(`**/songs/${song.id}`)
  await roll(page).waitFor()

  await goTo(page, "Live")
  await page.getByRole("button", { name: "Start the band" }).waitFor()
  await fits(page)
  await goTo(page, "Compose")
  await page.getByRole("button", { name: "Generate" }).waitFor()
  await playerBar(page).getByRole("button", { name: "Close the player" }).tap()
  await playerBar(page).waitFor({ state: "detached" })
})

visit("on a phone everything unfolded still fits", { screen: PHONE }, async (page) => {
  const folds = page.getByRole("form").getByRole("button", { expanded: false })
  for (let left = await folds.count(); left > 0; left--) await folds.first().tap()
  await fits(page)
  await page.getByRole("button", { name: /^Paper Lanterns/ }).tap()
  await page.getByRole("dialog").getByText("Your own MIDI").waitFor()
  await fits(page)
})

for (const [name, screen] of Object.entries({ phone: PHONE, tablet: TABLET })) {
  visit(`a song's page fits a ${name}`, { screen }, async (page) => {
    const { id } = await aSong()
    await page.goto(`/songs/${id}`)
    await page.getByRole("heading", { name: "Make another of it" }).waitFor()
    await fits(page, screen)
    await page.getByRole("button", { name: "Download" }).tap()
    await page.getByRole("menuitem", { name: /^Stems/ }).waitFor()
    await fits(page, screen)
    await page.goto("/songs")
    await page.getByRole("feed").waitFor()
    await fits(page, screen)
    await page.goto("/live")
    await page.getByRole("button", { name: "Start the band" }).waitFor()
    await fits(page, screen)
  })
}
