/** A server that dies, and comes back; and a page that came over plain http, where browsers can do less. */
import assert from "node:assert/strict"
import { after } from "node:test"
import { sounds } from "../ears.mjs"
import { ownServer } from "../ownServer.mjs"
import { until } from "../patience.mjs"
import { serviceAt } from "../service.mjs"
import { generate, mixer, playerBar, playsFrom, position, transport } from "../studio.mjs"
import { visit } from "../suite.mjs"

const LOST = [/net::ERR_/, /Failed to load resource/]
const LONG = "192"

let shared = null
/** Running, whatever a test before left it in. */
async function server() {
  shared ??= ownServer()
  await (await shared).start()
  return shared
}
after(async () => (await shared)?.remove())

/** What Chromium says of the header that parts us from other pages, where it can't be had. */
const PLAIN = [/Cross-Origin-Opener-Policy header has been ignored/]
const onceThere = { base: async () => (await server()).base, forgives: LOST }
const overPlainHttp = { base: async () => (await server()).plain, forgives: PLAIN }

visit("a song outlives the server that composes it", onceThere, async (page) => {
  const { base, kill, start } = await server()
  const { song: songNow, ready } = serviceAt(base)
  await page.getByLabel("Bars", { exact: true }).fill(LONG)
  const song = await generate(page)
  await playsFrom(page, 1)
  assert.equal((await songNow(song.id)).status, "composing")

  await kill()
  const trouble = page.getByRole("article").getByRole("alert")
  await trouble.getByText("isn’t answering").waitFor()
  const then = await position(page)
  await playsFrom(page, then + 2)
  await sounds(page, "what was composed is still heard")

  await start()
  await trouble.waitFor({ state: "detached" })
  await ready(song.id)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  await sounds(page, "the song goes on")
  const bars = page.getByRole("list", { name: "Facts" }).getByText(`${LONG} bars`)
  await bars.waitFor()
})

visit("the gallery stays while the server is away, and finds it again", onceThere, async (page) => {
  const { kill, start } = await server()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
  await page.reload() // who was here before has the page itself at hand
  await page.getByRole("feed").waitFor()
  const cards = await page.locator("[data-song]").count()
  await kill()
  await page.getByRole("button", { name: "Generate" }).click()
  await page.getByRole("alert").getByText("isn’t answering").first().waitFor()
  assert.equal(await page.locator("[data-song]").count(), cards)
  await page.reload()
  await page.getByRole("heading", { name: "Nobody is home" }).waitFor()
  await start()
  await page.getByRole("feed").waitFor()
  assert.equal(await page.locator("[data-song]").count(), cards)
})

visit("over plain http the rendered song is heard", overPlainHttp, async (page) => {
  assert.equal(await page.evaluate(() => window.isSecureContext), false)
  await page.getByLabel("Bars", { exact: true }).fill("8")
  const song = await generate(page)
  await playerBar(page).getByText("It plays as soon as all of it is composed.").waitFor()
  await playerBar(page).getByText("Playing the rendered MP3").waitFor({ timeout: 60_000 })
  await playsFrom(page, 1)
  const [element] = await page.evaluate(() => window.ears.elements())
  assert.equal(element.error, null)
  assert.ok(element.src.endsWith(`/api/songs/${song.id}/mp3`))
  await page.evaluate(() => window.ears.listenToElements())
  await sounds(page)

  await mixer(page).getByText("can’t be mixed").waitFor()
  assert.ok(await mixer(page).getByRole("button", { name: "Mute Bass" }).isDisabled())
  await transport(page)
    .getByRole("button", { name: /^Pause/ })
    .click()
  await until(
    async () => (await page.evaluate(() => window.ears.elements()))[0].paused,
    "it is paused",
  )
})

visit("over plain http links are copied and songs deleted, too", overPlainHttp, async (page) => {
  const { begin, ready } = serviceAt((await server()).base)
  const song = await begin({ bars: 4 })
  await ready(song.id)
  await page.goto(`/songs/${song.id}`)
  await page.getByRole("button", { name: "Copy a link to this song" }).click()
  await page.getByText("The link is copied.").waitFor()
  await page.getByRole("button", { name: "More", exact: true }).click()
  await page.getByRole("menuitem", { name: "Delete" }).click()
  await page.getByText(/is deleted/).waitFor()
})
