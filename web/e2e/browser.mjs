/** A fresh Chromium, and visits to a service in it that remember every complaint. */
import { chromium } from "playwright-core"
import { growEars } from "./ears.mjs"

/** A name for this machine that browsers don't trust: a page from there has what plain http gives. */
export const PLAIN_NAME = "studio.example"

// Nothing here about autoplay: a gesture is needed, as it is at home.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${PLAIN_NAME} 127.0.0.1`,
]
const STEP_MS = 20_000

export const DESK = { viewport: { width: 1440, height: 900 } }
export const TABLET = { viewport: { width: 820, height: 1180 }, hasTouch: true }
export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}

/** By which Playwright has browsers not hold back what nobody sees. */
const UNTHROTTLED = [
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
]

export function launch(more = {}) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium"
  return chromium.launch({ executablePath, args: FLAGS, ...more })
}

/** A browser in which a tab that is not seen is held back, as at home. */
export const launchThrottled = () => launch({ ignoreDefaultArgs: UNTHROTTLED })

/**
 * A page at `url` of somebody who was never there before, in which `prepared` ran before anything of its own,
 * and the list of what went wrong in it: errors, warnings, and requests that leave the machine.
 */
export async function openPage(browser, url, { prepared = growEars, ...screen } = DESK) {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    acceptDownloads: true,
    baseURL: new URL(url).origin,
    ...screen,
  })
  context.setDefaultTimeout(STEP_MS)
  await context.addInitScript(prepared)
  const page = await context.newPage()
  const complaints = []
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`))
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()))
      complaints.push(`console: ${message.text()} (${message.location().url})`)
  })
  context.on("request", (request) => {
    const target = request.url()
    if (!/^(data|blob):/.test(target) && !target.startsWith(new URL(url).origin))
      complaints.push(`left for ${target}`)
  })
  await page.goto(url)
  return { page, complaints, leave: () => context.close() }
}
