/**
 * The README's pictures: a gallery of freshly composed songs, one of them playing, the band, a phone; in the
 * light, and in the dark as `NAME-dark.png`. E2E_URL names the running service, PICTURES the folder to write to.
 */
import { mkdir, writeFile } from "node:fs/promises"
import { DESK, launch, openPage, PHONE } from "./browser.mjs"
import { BASE, composed, service } from "./service.mjs"
import { coloursAreThere, playerBar, playsFrom, transport } from "./studio.mjs"

const FOLDER = process.env.PICTURES ?? "../docs/pictures"
const SCHEMES = { light: "", dark: "-dark" }
const GAP = 48
const RECIPES = [
  { start: "synthwave", seed: 11, bars: 64 },
  { start: "waltz", seed: 5, bars: 48 },
  { start: "funk", seed: 3, bars: 32, lead: 1.5 },
  { start: "ballad", seed: 8, bars: 48 },
  { start: "chiptune", seed: 21, bars: 64 },
  { start: "bossa", seed: 4, bars: 48 },
  { start: "jazz", seed: 6, bars: 32 },
  { start: "country", seed: 9, bars: 64, drums: 0.5 },
  { start: "pop", seed: 2, bars: 64 },
]
/** Where it has something to show: chords, a melody, and some of the song behind and ahead. */
const SECOND = "30"
const BAND_SECONDS = 12
const SETTLED_MS = 500

/** The page in each scheme, by what is put behind the picture's name. */
async function photographs(page) {
  const pictures = {}
  for (const [colorScheme, suffix] of Object.entries(SCHEMES)) {
    await page.emulateMedia({ colorScheme })
    await coloursAreThere(page)
    await page.waitForTimeout(SETTLED_MS)
    pictures[suffix] = await page.screenshot()
  }
  return pictures
}

async function write(name, pictures) {
  for (const [suffix, bytes] of Object.entries(pictures))
    await writeFile(`${FOLDER}/${name}${suffix}.png`, bytes)
}

async function aSongThatPlays(page, { id }) {
  await page.goto(`/songs/${id}`)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  await transport(page).getByRole("button", { name: /^Play/ }).click()
  await playsFrom(page, 0)
  await playerBar(page)
    .getByRole("slider", { name: /^Position/ })
    .fill(SECOND)
  await playsFrom(page, Number(SECOND))
  await page.evaluate(() => window.scrollTo(0, 0))
}

async function aGalleryThatPlays(page) {
  await page.getByRole("link", { name: "Songs" }).click()
  await page.getByRole("feed").waitFor()
}

/** Begun by a click, as at home. */
async function aBandThatPlays(page) {
  await page.goto("/live")
  await page.getByRole("button", { name: "Start the band" }).click()
  await page.waitForURL("**/live/*")
  await playsFrom(page, BAND_SECONDS)
  await page.evaluate(() => window.scrollTo(0, 0))
}

async function forgetTheBand(page) {
  await page.getByRole("button", { name: "Stop and keep" }).click()
  await page.waitForURL("**/songs/*")
  await service.remove(page.url().split("/").at(-1))
}

async function atTheDesk(browser, song) {
  const { page, leave } = await openPage(browser, BASE, DESK)
  await aSongThatPlays(page, song)
  await write("desktop", await photographs(page))
  await aGalleryThatPlays(page)
  await write("gallery", await photographs(page))
  await aBandThatPlays(page)
  await write("live", await photographs(page))
  await forgetTheBand(page)
  await leave()
}

async function onThePhone(browser, song) {
  const { page, leave } = await openPage(browser, BASE, PHONE)
  await aSongThatPlays(page, song)
  const songs = await photographs(page)
  await aGalleryThatPlays(page)
  const galleries = await photographs(page)
  await aBandThatPlays(page)
  const bands = await photographs(page)
  await forgetTheBand(page)
  await leave()
  await write("phone", await sideBySide(browser, [bands, songs, galleries]))
}

/** Pictures of a phone as one, with nothing around them. */
async function sideBySide(browser, all) {
  const { width, height } = PHONE.viewport
  const viewport = { width: width * all.length + GAP * (all.length - 1), height }
  const page = await browser.newPage({ viewport, deviceScaleFactor: 1.5 })
  const pictures = {}
  for (const suffix of Object.values(SCHEMES)) {
    const images = all.map(
      (each) => `<img src="data:image/png;base64,${each[suffix].toString("base64")}">`,
    )
    await page.setContent(
      `<style>body{margin:0;display:flex;gap:${GAP}px}
       img{width:${width}px;height:${height}px;border-radius:36px}</style>${images.join("")}`,
    )
    pictures[suffix] = await page.screenshot({ omitBackground: true })
  }
  await page.close()
  return pictures
}

let song = null
for (const recipe of RECIPES) song = await composed(recipe)
await mkdir(FOLDER, { recursive: true })
const browser = await launch()
await atTheDesk(browser, song)
await onThePhone(browser, song)
await browser.close()
