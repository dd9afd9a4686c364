/**
 * A song from Generate to Delete, in a real browser, on a desk and on a phone.
 * E2E_URL names the running service; CHROMIUM the browser, where it isn't /usr/bin/chromium.
 */
import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { launch, openPage } from "./browser.mjs"

const BASE = process.env.E2E_URL ?? "http://127.0.0.1:8000"
const SCREENS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]
const PATIENCE_MS = 120_000
const BARS = "8"

async function ask(page) {
  await page.getByLabel("Bars", { exact: true }).fill(BARS)
  await page.getByRole("slider", { name: "Lead, times as much" }).focus()
  for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight")
  await page.getByText("1.5×").first().waitFor()
  const answer = page.waitForResponse((got) => got.request().method() === "POST")
  await page.getByRole("button", { name: "Generate" }).click()
  const song = await (await answer).json()
  assert.equal(song.recipe.bars, Number(BARS))
  assert.equal(song.recipe.lead, 1.5)
  return song
}

async function play(page, card) {
  await card.getByRole("button", { name: /^Play/ }).click({ timeout: PATIENCE_MS })
  const position = card.getByRole("slider", { name: /^Position/ })
  await until(async () => Number(await position.inputValue()) > 0, "the song advances")
  await card.getByRole("button", { name: /^Pause/ }).click()
  await position.focus()
  const before = Number(await position.inputValue())
  await page.keyboard.press("ArrowRight")
  await until(async () => Number(await position.inputValue()) > before, "seeking moves the song")
}

async function download(page, card, kind, beginsWith) {
  const arriving = page.waitForEvent("download", { timeout: PATIENCE_MS })
  await card.getByRole("link", { name: new RegExp(`^Download ${kind}`) }).click()
  const bytes = await readFile(await (await arriving).path())
  assert.equal(bytes.subarray(0, 4).toString("latin1"), beginsWith, `the ${kind} file`)
}

async function remove(page, card, song) {
  const gone = page.waitForResponse((got) => got.request().method() === "DELETE")
  await card.getByRole("button", { name: /^Delete/ }).click()
  await page.getByRole("button", { name: "Undo" }).waitFor()
  assert.equal((await gone).status(), 204)
  const { status } = await fetch(`${BASE}/api/songs/${song.id}`)
  assert.equal(status, 404)
}

async function until(holds, what) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    if (await holds()) return
    await new Promise((wake) => setTimeout(wake, 100))
  }
  assert.fail(`Waited in vain until ${what}.`)
}

async function fitsTheScreen(page, width) {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width)
}

async function wholeVisit(browser, viewport) {
  const { page, complaints } = await openPage(browser, BASE, viewport)
  const song = await ask(page)
  const card = page.getByRole("article").first()
  await play(page, card)
  await fitsTheScreen(page, viewport.width)
  await download(page, card, "MIDI", "MThd")
  await download(page, card, "WAV", "RIFF")
  await remove(page, card, song)
  assert.deepEqual(complaints, [])
  await page.close()
  console.log(
    `${viewport.width}x${viewport.height}: “${song.title}” composed, heard, taken along, deleted`,
  )
}

const browser = await launch()
try {
  for (const viewport of SCREENS) await wholeVisit(browser, viewport)
} finally {
  await browser.close()
}
