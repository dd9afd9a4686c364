/** Debian's Chromium, and pages in it of somebody who was never there before. */
import { chromium } from "playwright-core"

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium"
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]
export const DESK = { name: "1440x900", viewport: { width: 1440, height: 900 } }
export const PHONE = {
  name: "390x844",
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}
export const SCREENS = [DESK, PHONE]

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS })

/** Does something in a fresh page, in which `prepared` ran before anything of its own. */
export async function visit(browser, { screen = DESK, prepared, ...more }, story) {
  const { name: _, ...display } = screen
  const context = await browser.newContext({ ...display, ...more })
  if (prepared) await context.addInitScript(prepared)
  try {
    return await story(await context.newPage(), context)
  } finally {
    await context.close()
  }
}
