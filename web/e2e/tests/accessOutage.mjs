/** axe has nothing to say where there is nothing yet, where something failed, and where nobody answers. */
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { after } from "node:test"
import { lookAround } from "../axe.mjs"
import { buildRiff } from "../midi.mjs"
import { ownServer } from "../ownServer.mjs"
import { serviceAt } from "../service.mjs"
import { cardOf, generate, mixer, panel, playerBar } from "../studio.mjs"
import { visit } from "../suite.mjs"

const LOST = [/net::ERR_/, /Failed to load resource/]
/** After so long the gallery asks again. */
const HEARTBEAT_MS = 15_000
const PLAIN = [/Cross-Origin-Opener-Policy header has been ignored/]

const server = await ownServer()
const { base, plain, data, start, kill } = server
after(server.remove)

// in this order: the first finds no song

visit("axe and an empty gallery", { at: "/songs", base: () => base }, async (page) => {
  const look = lookAround(page)
  await page.getByRole("heading", { name: "No songs yet" }).waitFor()
  await look.at("no songs")
  await page.goto("/songs?deleted=1")
  await page.getByRole("heading", { name: "Nothing was deleted" }).waitFor()
  await look.at("nothing deleted")
  look.done()
})

/** What it begins with is gone when it is taken up again. */
visit("axe and a song that failed", { base: () => base, forgives: LOST }, async (page) => {
  const look = lookAround(page)
  const riff = { name: "Kitchen riff.mid", mimeType: "audio/midi", buffer: buildRiff() }
  await page.getByLabel("Your own MIDI file").setInputFiles(riff)
  await panel(page)
    .getByRole("button", { name: /^Kitchen riff.*A minor/ })
    .waitFor()
  await page.getByLabel("Bars", { exact: true }).fill("512")
  const song = await generate(page)
  await kill()
  await rm(join(data, "uploads"), { recursive: true })
  await start()
  await page.goto(`/songs/${song.id}`)
  await page.getByRole("article").getByRole("button", { name: "Try again" }).waitFor()
  await look.at("its page")
  await page.goto("/songs")
  await cardOf(page, song)
    .getByRole("button", { name: /^Try again/ })
    .waitFor()
  await look.at("its card")
  look.done()
})

visit("axe and plain http", { base: () => plain, forgives: PLAIN }, async (page) => {
  const look = lookAround(page)
  await page.getByLabel("Bars", { exact: true }).fill("8")
  await generate(page)
  await playerBar(page).getByText("It plays as soon as all of it is composed.").waitFor()
  await look.at("a song that can't be heard yet")
  await playerBar(page).getByText("Playing the rendered MP3").waitFor({ timeout: 60_000 })
  await mixer(page).getByText("can’t be mixed").waitFor()
  await look.at("a song that is streamed")
  look.done()
})

visit("axe and a service that is away", { base: () => base, forgives: LOST }, async (page) => {
  const look = lookAround(page)
  const { begin, ready } = serviceAt(base)
  const { id } = await begin({ bars: 4 })
  await ready(id)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
  await page.clock.install()
  await page.goto("/songs")
  await cardOf(page, { id }).waitFor()
  await kill()
  await page.getByRole("button", { name: "Generate" }).click()
  await panel(page).getByText("isn’t answering").waitFor()
  await page.clock.fastForward(HEARTBEAT_MS)
  await page.getByText("These are the songs as they were").waitFor()
  await look.at("songs as they were, and nothing generated")
  await page.reload()
  await page.getByRole("heading", { name: "Nobody is home" }).waitFor()
  await look.at("no songs to be had")
  await page.goto(`/songs/${id}`)
  await page.getByRole("heading", { name: "Nobody is home" }).waitFor()
  await look.at("no song to be had")
  await page.goto("/live")
  await page.getByRole("button", { name: "Start the band" }).click()
  await page.getByRole("main").getByRole("alert").waitFor()
  await look.at("no band to be had")
  look.done()
})
