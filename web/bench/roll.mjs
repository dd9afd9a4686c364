/** How smoothly the piano roll moves while a song of 20,000 notes plays. */
import { SCREENS, visit } from "./browser.mjs"
import { framesWhile } from "./frames.mjs"
import { atLeast, told } from "./goals.mjs"

const SETTLING_MS = 3_000
const WATCHED_MS = 15_000
const FRAMES = 55
/** As the roll opens, following what plays; and the whole song at once, by the roll's own key. */
const VIEWS = [
  { name: "followed", key: "f" },
  { name: "all of it in sight", key: "0" },
]

export async function measureRoll(browser, { base, longSong }) {
  const figures = []
  for (const screen of SCREENS)
    figures.push(...(await onScreen(browser, screen, `${base}/songs/${longSong}`)))
  return figures
}

function onScreen(browser, screen, url) {
  return visit(browser, { screen }, async (page) => {
    await page.goto(url)
    const play = page
      .getByRole("group", { name: "Transport" })
      .getByRole("button", { name: /^Play/ })
    await play.click()
    const position = page
      .getByRole("region", { name: "Player" })
      .getByRole("slider", { name: /^Position/ })
    while (Number(await position.inputValue()) < 2) await page.waitForTimeout(100)
    const figures = []
    for (const { name, key } of VIEWS) {
      const roll = page.getByRole("slider", { name: /^The notes of/ })
      if (key === "0" || !(await isFollowed(page))) await roll.press(key)
      await page.waitForTimeout(SETTLING_MS)
      const found = await framesWhile(page, () => page.waitForTimeout(WATCHED_MS))
      const what = `Roll, 20,000 notes, ${name}, ${screen.name}`
      figures.push(atLeast(FRAMES, `${what}: frames/s, middle second`, found.middleSecond))
      figures.push(told(`${what}: in the mean`, found.perSecond))
      figures.push(told(`${what}: worst second`, found.worstSecond))
      figures.push(told(`${what}: longest frame`, found.longestMs, "ms"))
    }
    return figures
  })
}

async function isFollowed(page) {
  const follow = page.getByRole("button", { name: /follow/i })
  return (
    (await follow.count()) === 0 || (await follow.first().getAttribute("aria-pressed")) === "true"
  )
}
