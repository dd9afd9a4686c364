/**
 * The README's pictures: a gallery of freshly composed songs, one of them playing.
 * E2E_URL names the running service, PICTURES the folder to write to.
 */
import { mkdir } from "node:fs/promises"
import { launch, openPage } from "./browser.mjs"

const BASE = process.env.E2E_URL ?? "http://127.0.0.1:8000"
const FOLDER = process.env.PICTURES ?? "../docs/pictures"
const SCREENS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const RECIPES = [
  { start: "synthwave", seed: 11, bars: 64 },
  { start: "waltz", seed: 5, bars: 48 },
  { start: "funk", seed: 3, bars: 32, lead: 1.5 },
  { start: "ballad", seed: 8, bars: 48 },
  { start: "chiptune", seed: 21, bars: 64 },
  { start: "pop", seed: 2, bars: 64 },
]

async function compose(recipe) {
  const headers = { "content-type": "application/json" }
  const body = JSON.stringify(recipe)
  const answer = await fetch(`${BASE}/api/songs`, { method: "POST", headers, body })
  let song = await answer.json()
  while (song.status === "composing") {
    await new Promise((wake) => setTimeout(wake, 200))
    song = await (await fetch(`${BASE}/api/songs/${song.id}`)).json()
  }
}

for (const recipe of RECIPES) await compose(recipe)
await mkdir(FOLDER, { recursive: true })
const browser = await launch()
for (const [name, viewport] of Object.entries(SCREENS)) {
  const { page } = await openPage(browser, BASE, viewport)
  const play = page.getByRole("button", { name: /^Play/ }).first()
  await play.click({ timeout: 60_000 })
  const position = page.getByRole("slider", { name: /^Position/ }).first()
  while (Number(await position.inputValue()) < 30) await page.waitForTimeout(200)
  if (name === "desktop") await page.evaluate(() => window.scrollTo(0, 0))
  await page.screenshot({ path: `${FOLDER}/${name}.png` })
}
await browser.close()
