/** What visitors do in the studio more than once, and how they see where they are. */
import { until } from "./patience.mjs"

/** Presses Generate; the song that came of it. */
export async function generate(page) {
  const isBegun = (got) => got.request().method() === "POST" && got.url().endsWith("/api/songs")
  const answer = page.waitForResponse(isBegun)
  await page.getByRole("button", { name: "Generate" }).click()
  const song = await (await answer).json()
  await page.waitForURL(`**/songs/${song.id}`)
  return song
}

export const panel = (page) => page.getByRole("form", { name: "Compose" })
export const playerBar = (page) => page.getByRole("region", { name: "Player" })
export const transport = (page) => page.getByRole("group", { name: "Transport" })
export const mixer = (page) => page.getByRole("region", { name: "Mixer" })
export const roll = (page) => page.getByRole("slider", { name: /^The notes of/ })
export const cardOf = (page, { id }) => page.locator(`[data-song="${id}"]`)
export const notice = (page) => page.getByRole("region", { name: "Notices" })

/** The second of the song that plays, as the player bar shows it. */
export async function position(page) {
  const seek = playerBar(page).getByRole("slider", { name: /^Position/ })
  return Number(await seek.inputValue())
}

export function playsFrom(page, second) {
  return until(async () => (await position(page)) > second, `the song has passed ${second} s`)
}

/** How wide the page is, and how wide it may be. */
export function widths(page) {
  return page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
}

/** Colours that are on their way from one to another are neither. */
export function coloursAreThere(page) {
  return page.waitForFunction(() => {
    const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
    const isAdopted = document.documentElement.dataset.mantineColorScheme === scheme
    const moving = document.getAnimations().some((one) => /color/.test(one.transitionProperty))
    return isAdopted && !moving
  })
}
