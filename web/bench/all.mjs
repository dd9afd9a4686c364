/**
 * The timings of the page, against their goals: in real Chromium, on the built page, from a real service.
 *
 *   node bench/all.mjs [--json] [PART]...    (parts: script lighthouse roll sound gallery access)
 *
 * CHROMIUM names the browser, where it isn't /usr/bin/chromium; LSTMELODY_WEB the built page. It exits with 1
 * where a goal is missed. Each part waits some minutes for the machine to have nothing else to do, and tells how
 * busy it was then.
 */
import { measureAccess } from "./access.mjs"
import { launch } from "./browser.mjs"
import { measureGallery } from "./gallery.mjs"
import { isMet, tableOf } from "./goals.mjs"
import { measureLighthouse, measureScript } from "./loading.mjs"
import { quiet } from "./quiet.mjs"
import { measureRoll } from "./roll.mjs"
import { serve } from "./service.mjs"
import { measureSound } from "./sound.mjs"

const percent = (share) => `${Math.round(share * 100)} %`
const complain = (sentence) => console.error(sentence)
const PARTS = {
  script: measureScript,
  lighthouse: (_, service) => measureLighthouse(service, complain),
  roll: measureRoll,
  sound: measureSound,
  gallery: measureGallery,
  access: (browser, service) => measureAccess(browser, service, complain),
}

const asked = process.argv.slice(2)
const parts = asked.filter((word) => word !== "--json")
const figures = []
const service = await serve()
try {
  for (const part of parts.length > 0 ? parts : Object.keys(PARTS)) {
    const busy = await quiet()
    const browser = await launch()
    console.error(`Measuring: ${part} (before it ${percent(busy)} of the machine was busy)`)
    const found = await PARTS[part](browser, service)
    figures.push(...found.map((figure) => ({ ...figure, busy })))
    await browser.close()
  }
} finally {
  await service.stop()
}
if (asked.includes("--json")) console.log(JSON.stringify({ figures }, null, 2))
else console.log(tableOf(figures))
process.exitCode = figures.every(isMet) ? 0 : 1
