/** axe has nothing to say, in any state of any page, on a desk and on a phone, in the light and in the dark. */
import assert from "node:assert/strict"
import { lookAround } from "../axe.mjs"
import { DESK, PHONE } from "../browser.mjs"
import { buildRiff } from "../midi.mjs"
import { aShortSong, aSong, service } from "../service.mjs"
import {
  cardOf,
  generate,
  mixer,
  notice,
  panel,
  playerBar,
  playsFrom,
  roll,
  transport,
} from "../studio.mjs"
import { visit } from "../suite.mjs"

const NOBODY = "00000000-0000-4000-8000-000000000000"

/** A part of it is made anew when the screen becomes another: so each screen has a visit of its own. */
for (const [name, screen] of Object.entries({ desk: DESK, phone: PHONE }))
  visit(`axe and the panel on a ${name}`, { screen }, async (page) => {
    const look = lookAround(page)
    const start = panel(page).getByRole("button", { name: /^Paper Lanterns/ })
    await start.waitFor()
    await look.here("panel")
    await unfold(page)
    await look.here("unfolded")
    await page.getByRole("textbox", { name: "Chord progression" }).fill("Dm H7 C")
    await page.getByRole("combobox", { name: "Bass instrument" }).click()
    await page.getByRole("listbox").getByRole("option").first().waitFor()
    await look.here("a list of instruments, and a wrong chord")
    await page.keyboard.press("Escape")
    for (const role of ["Drums", "Bass", "Chords", "Lead"])
      await page.getByRole("slider", { name: `${role}, times as much` }).fill("0")
    await page.getByText("All four instruments are off").waitFor()
    await look.here("all instruments off")
    await start.click()
    await page.getByRole("dialog").getByRole("button", { name: "Your own MIDI" }).waitFor()
    await look.here("starting seeds")
    await page.getByRole("textbox", { name: "Find a starting seed" }).fill("nothing like it")
    await page.getByText("No starting seed is like that").waitFor()
    await look.here("no such starting seed")
    look.done()
  })

async function unfold(page) {
  const folds = panel(page).getByRole("button", { expanded: false })
  for (let left = await folds.count(); left > 0; left--) await folds.first().click()
}

visit("axe and one's own MIDI", { forgives: [/422/] }, async (page) => {
  const look = lookAround(page)
  const file = { name: "Kitchen riff.mid", mimeType: "audio/midi" }
  await page.getByLabel("Your own MIDI file").setInputFiles({ ...file, buffer: buildRiff() })
  await panel(page)
    .getByRole("button", { name: /^Kitchen riff.*A minor/ })
    .waitFor()
  await look.here("understood")
  const noMusic = { ...file, buffer: Buffer.from("no music at all") }
  await page.getByLabel("Your own MIDI file").setInputFiles(noMusic)
  await panel(page).getByRole("alert").getByText("This is not a MIDI file").waitFor()
  await look.here("refused")
  look.done()
})

visit("axe and the gallery", { at: "/songs?q=nothing-is-called-so" }, async (page) => {
  const look = lookAround(page)
  const song = await aShortSong("To be looked at")
  await page.getByRole("heading", { name: "Nothing found" }).waitFor()
  await look.at("nothing found")
  await page.goto("/songs?favourites=1")
  await page.getByRole("heading", { name: "No favourites yet" }).waitFor()
  await look.at("no favourites")
  await page.goto("/songs")
  const card = cardOf(page, song)
  await card.waitFor()
  await look.at("gallery")
  await card.getByRole("button", { name: `Download ${song.title}` }).click()
  await page.getByRole("menuitem", { name: /^Stems/ }).waitFor()
  await look.at("a card's downloads")
  await page.keyboard.press("Escape")
  await card.getByRole("button", { name: `More for ${song.title}` }).click()
  await page.getByRole("menuitem", { name: "Variation" }).waitFor()
  await look.at("a card's menu")
  await page.getByRole("menuitem", { name: "Rename" }).click()
  await card.getByRole("textbox").waitFor()
  await look.at("a card that is renamed")
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "More for all songs" }).click()
  await page.getByRole("menuitem", { name: "Recently deleted" }).waitFor()
  await look.at("the gallery's menu")
  look.done()
})

visit("axe and what plays, is deleted and is had back", {}, async (page) => {
  const look = lookAround(page)
  const song = await aShortSong("To be deleted")
  await page.goto("/songs")
  await cardOf(page, song).getByRole("button", { name: /^Play/ }).click()
  await playsFrom(page, 0)
  await look.at("a card that plays, and the player")
  await playerBar(page)
    .getByRole("button", { name: /^Pause/ })
    .click()
  await cardOf(page, song)
    .getByRole("button", { name: /^Delete/ })
    .click()
  await notice(page).getByRole("button", { name: "Undo" }).hover() // so that it stays
  await look.at("a notice")
  await page.goto("/songs?deleted=1")
  await cardOf(page, song).waitFor()
  await look.at("recently deleted")
  look.done()
})

visit("axe and a song that is composed", {}, async (page) => {
  const look = lookAround(page)
  await page.getByLabel("Bars", { exact: true }).fill("512")
  const { id } = await generate(page)
  await page.getByText(/of 512 bars/).waitFor()
  const others = await Promise.all(COMPANY.map((seed) => service.begin({ bars: 512, seed })))
  await look.at("its page")
  await page.getByRole("link", { name: "Songs", exact: true }).click()
  await cardOf(page, { id })
    .getByRole("button", { name: /^Cancel/ })
    .waitFor()
  await look.at("its card")
  assert.equal((await service.song(id)).status, "composing")
  await page.goto("about:blank") // where nobody asks for a song that is gone
  for (const song of [{ id }, ...others]) await service.remove(song.id)
  look.done()
})

/** Songs that have theirs composed more slowly, so that it lasts. */
const COMPANY = [1, 2, 3]

visit("axe and a song", { at: async () => `/songs/${(await aSong()).id}` }, async (page) => {
  const look = lookAround(page)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  await look.at("before it plays")
  await transport(page).getByRole("button", { name: /^Play/ }).click()
  await playsFrom(page, 0)
  await roll(page).press("l")
  await page.getByRole("checkbox", { name: /^Only in bar/ }).waitFor()
  const who = page.getByRole("group", { name: "Who plays something new" })
  await who.getByRole("button", { name: "Bass" }).click()
  await mixer(page).getByRole("button", { name: "Solo Drums" }).click()
  await mixer(page).getByRole("button", { name: "Mute Lead" }).click()
  await look.at("it plays, part of it, some of the band")
  await page.getByRole("button", { name: "Download" }).click()
  await page.getByRole("menuitem", { name: /^Stems/ }).waitFor()
  await look.at("downloads")
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "More", exact: true }).click()
  await page.getByRole("menuitem", { name: "Delete" }).waitFor()
  await look.at("its menu")
  look.done()
})

visit("axe and the band", { at: "/live" }, async (page) => {
  const look = lookAround(page)
  await page.getByRole("button", { name: "Start the band" }).waitFor()
  await look.at("before it starts")
  await page.getByRole("combobox", { name: "It begins with" }).click()
  await page.getByRole("listbox").getByRole("option").first().waitFor()
  await look.at("what it may begin with")
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Start the band" }).click()
  await playsFrom(page, 0)
  await look.at("while it plays")
  const id = page.url().split("/").at(-1)
  await page.goto(`/songs/${id}`)
  await page.getByRole("link", { name: "Steer it live" }).waitFor()
  await look.at("its song")
  await page.getByRole("button", { name: "Stop and keep" }).click()
  await service.ready(id)
  await page.goto(`/live/${id}`)
  await page.getByRole("link", { name: "Start another band" }).waitFor()
  await look.at("when it has stopped")
  look.done()
})

visit("axe and the phone", { at: "/songs", screen: PHONE }, async (page) => {
  const look = lookAround(page)
  await page.getByRole("feed").waitFor()
  await look.here("gallery")
  await page.goto(`/songs/${(await aSong()).id}`)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  await transport(page).getByRole("button", { name: /^Play/ }).tap()
  await playsFrom(page, 0)
  await look.here("a song that plays")
  await page.goto("/live")
  await page.getByRole("button", { name: "Start the band" }).waitFor()
  await look.here("live")
  look.done()
})

visit("axe and what is not there", { at: `/songs/${NOBODY}`, forgives: [/404/] }, async (page) => {
  const look = lookAround(page)
  await page.getByRole("heading", { name: "There is no such song" }).waitFor()
  await look.at("no such song")
  const song = await aShortSong("To be missing")
  await service.remove(song.id)
  await page.goto(`/songs/${song.id}`)
  await page.getByRole("heading", { name: `${song.title} is deleted` }).waitFor()
  await look.at("a song that was deleted")
  look.done()
})

visit("axe and songs that are brought back", { forgives: [/422/] }, async (page) => {
  const look = lookAround(page)
  const song = await aShortSong("To be brought back")
  const all = await fetch(new URL("/api/gallery", page.url()))
  const buffer = Buffer.from(await all.arrayBuffer())
  await page.goto("/songs")
  await cardOf(page, song).waitFor()
  const bring = (buffer) =>
    page
      .getByLabel("A gallery as a zip")
      .setInputFiles({ name: "songs.zip", mimeType: "application/zip", buffer })
  let goOn = () => {}
  const held = new Promise((resolve) => {
    goOn = resolve
  })
  await page.route("**/api/gallery", async (route) => {
    await held
    await route.continue()
  })
  await bring(buffer)
  await page.getByText(/^(Sending|Reading) songs.zip/).waitFor()
  await look.at("under way")
  goOn()
  await page.getByText(/were here before/).waitFor()
  await look.at("brought back")
  await bring(Buffer.from("no zip at all"))
  await page.getByRole("alert").waitFor()
  await look.at("refused")
  look.done()
})
