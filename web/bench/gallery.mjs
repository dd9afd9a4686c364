/** How smoothly 5,000 songs scroll by, and how soon the first of them is there. */
import { SCREENS, visit } from "./browser.mjs"
import { framesWhile } from "./frames.mjs"
import { atLeast, atMost, median, told } from "./goals.mjs"

const SCROLLED_MS = 10_000
const TURN_MS = 50
/** A notch of a wheel, twenty times a second: 2,400 pixels a second. */
const NOTCH = 120
const FRAMES = 55
const LONGEST_MS = 100
const VISITS = 5

export async function measureGallery(browser, { base }) {
  const figures = []
  for (const screen of SCREENS) {
    figures.push(
      told(
        `Gallery, 5,000 songs, ${screen.name}: first card after`,
        await firstCard(browser, screen, base),
        "ms",
      ),
    )
    figures.push(...(await scrolled(browser, screen, base)))
  }
  return figures
}

async function firstCard(browser, screen, base) {
  const times = []
  for (let at = 0; at < VISITS; at++)
    times.push(
      await visit(browser, { screen, prepared: noteFirstCard }, async (page) => {
        await page.goto(`${base}/songs`)
        return (await page.waitForFunction(() => window.firstCard)).jsonValue()
      }),
    )
  return median(times)
}

/** Runs in the page: the moment at which the first card is painted. */
function noteFirstCard() {
  const look = (time) => {
    if (document.querySelector("article[data-song]")) window.firstCard = time
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

function scrolled(browser, screen, base) {
  // by a wheel also on the small screen: a finger can't be told to go on for ten seconds
  const { isMobile: _, ...display } = screen
  return visit(browser, { screen: display }, async (page) => {
    await page.goto(`${base}/songs`)
    await page.locator("article[data-song]").first().waitFor()
    const { width, height } = screen.viewport
    await page.mouse.move(width * 0.6, height / 2)
    const found = await framesWhile(page, () => turn(page))
    const passed = await page.evaluate(() => window.scrollY)
    const what = `Gallery, 5,000 songs, ${screen.name}`
    return [
      atLeast(FRAMES, `${what}: frames/s while it scrolls, middle second`, found.middleSecond),
      told(`${what}: in the mean`, found.perSecond),
      told(`${what}: worst second`, found.worstSecond),
      atMost(LONGEST_MS, `${what}: longest frame`, found.longestMs, "ms"),
      told(`${what}: pixels passed`, passed),
    ]
  })
}

async function turn(page) {
  for (const end = Date.now() + SCROLLED_MS; Date.now() < end; ) {
    await page.mouse.wheel(0, NOTCH)
    await page.waitForTimeout(TURN_MS)
  }
}
