/** axe has nothing to say, in any state of any page, in the light and in the dark. */
import assert from "node:assert/strict"
import { violations, violationsInTheLight } from "../axe.mjs"
import { PHONE } from "../browser.mjs"
import { aShortSong, aSong, service } from "../service.mjs"
import { cardOf, generate, notice, panel, playerBar, playsFrom, transport } from "../studio.mjs"
import { visit } from "../suite.mjs"

/** Fails with all that is wrong, not with the first of it. */
function lookAround(page) {
  const found = []
  return {
    async at(state, inspect = violations) {
      for (const each of await inspect(page)) found.push(`${state}: ${each}`)
    },
    done: () => assert.deepEqual(found, []),
  }
}

async function unfold(page) {
  const folds = page.getByRole("form").getByRole("button", { expanded: false })
  for (let left = await folds.count(); left > 0; left--) await folds.first().click()
}

visit("axe and the panel", { at: "/songs?q=nothing-is-called-so" }, async (page) => {
  const look = lookAround(page)
  await page.getByRole("heading", { name: "Nothing found" }).waitFor()
  await look.at("panel, nothing found")
  await unfold(page)
  await look.at("panel unfolded")
  await page.getByRole("button", { name: /^Paper Lanterns/ }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Your own MIDI" }).waitFor()
  await look.at("starting seeds")
  look.done()
})

visit("axe and the gallery", {}, async (page) => {
  const look = lookAround(page)
  const song = await aShortSong("To be looked at")
  await page.goto("/songs?favourites=1")
  await page.getByRole("heading", { name: "No favourites yet" }).waitFor()
  await look.at("no favourites")
  await page.goto("/songs")
  await page.getByRole("feed").waitFor()
  await look.at("gallery")
  await page
    .getByRole("button", { name: `More for ${song.title}` })
    .first()
    .click()
  await page.getByRole("menuitem", { name: "Variation" }).waitFor()
  await look.at("a card's menu")
  await page.keyboard.press("Escape")
  await cardOf(page, song).getByRole("button", { name: /^Play/ }).click()
  await playsFrom(page, 0)
  await playerBar(page)
    .getByRole("button", { name: /^Pause/ })
    .click()
  await look.at("a card that plays, and the player")
  await cardOf(page, song)
    .getByRole("button", { name: /^Delete/ })
    .click()
  await notice(page).getByRole("button", { name: "Undo" }).waitFor()
  await look.at("a notice")
  await page.getByRole("button", { name: "More for all songs" }).click()
  await page.getByRole("menuitem", { name: "Recently deleted" }).click()
  await cardOf(page, song).waitFor()
  await look.at("recently deleted")
  look.done()
})

visit("axe and a song", {}, async (page) => {
  const look = lookAround(page)
  await page.getByLabel("Bars", { exact: true }).fill("512")
  const { id } = await generate(page)
  await page.getByText(/of 512 bars/).waitFor()
  await look.at("a song that is composed", violationsInTheLight) // in the dark it may be finished
  assert.equal((await service.song(id)).status, "composing")
  await page.getByRole("button", { name: "Cancel" }).click()
  await page.getByText(/is cancelled/).waitFor()

  await page.goto(`/songs/${(await aSong()).id}`)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  await transport(page).getByRole("button", { name: /^Play/ }).click()
  await playsFrom(page, 0)
  await look.at("a song that plays")
  await page.getByRole("button", { name: "Download" }).click()
  await page.getByRole("menuitem", { name: /^Stems/ }).waitFor()
  await look.at("downloads")
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "More", exact: true }).click()
  await page.getByRole("menuitem", { name: "Delete" }).waitFor()
  await look.at("a song's menu")
  look.done()
})

visit("axe and the band", { at: "/live" }, async (page) => {
  const look = lookAround(page)
  await page.getByRole("button", { name: "Start the band" }).waitFor()
  await look.at("before it starts")
  await page.getByRole("button", { name: "Start the band" }).click()
  await playsFrom(page, 0)
  await look.at("while it plays")
  await page.getByRole("button", { name: "Stop and keep" }).click()
  await page.waitForURL("**/songs/*")
  const id = page.url().split("/").at(-1)
  await service.ready(id)
  await page.goto(`/live/${id}`)
  await page.getByRole("link", { name: "Start another band" }).waitFor()
  await look.at("when it has stopped")
  look.done()
})

visit("axe and the phone", { screen: PHONE }, async (page) => {
  const look = lookAround(page)
  await panel(page).getByText("Paper Lanterns").first().waitFor()
  await look.at("panel")
  await page.goto("/songs")
  await page.getByRole("feed").waitFor()
  await look.at("gallery")
  await page.goto(`/songs/${(await aSong()).id}`)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  await transport(page).getByRole("button", { name: /^Play/ }).tap()
  await playsFrom(page, 0)
  await look.at("a song that plays")
  await page.goto("/live")
  await page.getByRole("button", { name: "Start the band" }).waitFor()
  await look.at("live")
  look.done()
})

visit("axe and what is not there", { forgives: [/404/] }, async (page) => {
  const look = lookAround(page)
  await page.goto("/songs/00000000-0000-4000-8000-000000000000")
  await page.getByRole("heading", { name: "There is no such song" }).waitFor()
  await look.at("no such song")
  look.done()
})
