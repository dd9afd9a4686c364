/** A fresh Chromium, and pages in it that remember every complaint. */
import { chromium } from "playwright-core"

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium"
  return chromium.launch({ executablePath, args: FLAGS })
}

/** A page at `url`, and the list of what went wrong in it: errors, and requests that leave the machine. */
export async function openPage(browser, url, viewport) {
  const page = await browser.newPage({ viewport, reducedMotion: "reduce", acceptDownloads: true })
  const complaints = []
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`))
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`)
  })
  page.on("request", (request) => {
    const target = request.url()
    if (!/^(data|blob):/.test(target) && !target.startsWith(url))
      complaints.push(`left for ${target}`)
  })
  await page.goto(url)
  return { page, complaints }
}
