/** Going about by Tab, and whether one sees where one is. */
import assert from "node:assert/strict"

const MOST_STOPS = 120
/** An outline stands a little off. */
const AROUND = 6

/** Presses Tab until what has the focus is called so. */
export async function tabTo(page, name) {
  const seen = []
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press("Tab")
    const called = await nameOfFocused(page)
    seen.push(called)
    if (typeof name === "string" ? called === name : name.test(called)) return
  }
  assert.fail(`Tab never came to ${name}, but to ${seen.join(", ")}.`)
}

/** Goes once round the page by Tab; what had the focus without being seen to. */
export async function walkByTab(page) {
  const unseen = []
  const debug = await page.context().newCDPSession(page)
  await page.evaluate(() => {
    window.tabbed = new Set()
    document.activeElement?.blur()
  })
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press("Tab")
    if (await isOutsideOrSeenBefore(page)) return unseen
    const problem = await problemOfFocused(page, debug)
    if (problem) unseen.push(`${await nameOfFocused(page)}: ${problem}`)
  }
  assert.fail(`Tab leads on and on, and is at ${await nameOfFocused(page)}.`)
}

function nameOfFocused(page) {
  return page.evaluate(() => {
    const element = document.activeElement
    const called = element?.getAttribute("aria-label") ?? element?.labels?.[0]?.textContent
    const words = called ?? element?.innerText ?? ""
    return words.replace(/\s*(Ctrl|⌘)\s*↵$/, "").trim()
  })
}

function isOutsideOrSeenBefore(page) {
  return page.evaluate(() => {
    const element = document.activeElement
    if (!element || element === document.body || window.tabbed.has(element)) return true
    window.tabbed.add(element)
    return false
  })
}

/** Nothing, or why nobody sees that it has the focus. */
async function problemOfFocused(page, debug) {
  const place = await page.evaluate(() => {
    const element = document.activeElement
    const { x, y, width, height } = element.getBoundingClientRect()
    const hit = document.elementFromPoint(x + width / 2, y + height / 2)
    const dock = hit?.closest("footer")
    const isCovered = !hit || (dock && !dock.contains(element))
    return { x: x + scrollX, y: y + scrollY, width, height, isCovered }
  })
  if (place.isCovered) return "out of sight"
  const focused = await pictureOf(debug, place)
  await page.evaluate(() => {
    window.left = document.activeElement
    window.left.blur()
  })
  const blurred = await pictureOf(debug, place)
  await page.evaluate(() => window.left.focus({ preventScroll: true }))
  return focused === blurred ? "looks the same without the focus" : null
}

/** By the debugger: 31 ms each, where Playwright's own took 55. */
async function pictureOf(debug, { x, y, width, height }) {
  const [left, top] = [Math.max(0, x - AROUND), Math.max(0, y - AROUND)]
  const size = { width: x + width + AROUND - left, height: y + height + AROUND - top }
  const clip = { x: left, y: top, ...size, scale: 1 }
  const { data } = await debug.send("Page.captureScreenshot", { clip, optimizeForSpeed: true })
  return data
}
