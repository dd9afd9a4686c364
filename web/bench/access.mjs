/** What axe has to say about the studio's places, on both screens, dark and light. */

import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { SCREENS, visit } from "./browser.mjs"
import { atMost } from "./goals.mjs"

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js")
const PLACES = { "/": "form", "/songs": "article[data-song]", "/live": "h2", long: "article" }
const SETTLING_MS = 700

export async function measureAccess(browser, { base, longSong }, complain) {
  const axe = await readFile(AXE, "utf8")
  const counts = []
  for (const [place, sign] of Object.entries(PLACES))
    for (const screen of SCREENS)
      for (const colorScheme of ["dark", "light"]) {
        const path = place === "long" ? `/songs/${longSong}` : place
        const found = await visit(browser, { screen, colorScheme }, async (page) => {
          await page.goto(`${base}${path}`)
          await page.locator(sign).first().waitFor()
          await page.waitForTimeout(SETTLING_MS)
          await page.evaluate(axe)
          return (await page.evaluate(() => window.axe.run())).violations
        })
        for (const { id, nodes } of found)
          complain(`axe, ${path}, ${screen.name}, ${colorScheme}: ${id}: ${nodes[0].html}`)
        counts.push(found.length)
      }
  const total = counts.reduce((sum, count) => sum + count, 0)
  return [atMost(0, `axe, ${counts.length} states: violations`, total)]
}
