/** What the first load costs, and what Lighthouse says of it. */
import { gzipSync } from "node:zlib"
import { launch as launchChrome } from "chrome-launcher"
import lighthouse from "lighthouse"
import desktop from "lighthouse/core/config/desktop-config.js"
import { CHROMIUM, FLAGS, SCREENS, visit } from "./browser.mjs"
import { atLeast, atMost, median, told } from "./goals.mjs"

const RUNS = 3
const SCRIPT_KB = 250
const SETTLING_MS = 5_000
const PRESETS = [
  { name: "desktop", config: desktop, performance: 95 },
  { name: "mobile", config: undefined, performance: 85 },
]

/** gzip bytes of script: what the page shows itself with, and what it fetches when it is idle. */
export async function measureScript(browser, { base }) {
  const figures = []
  for (const screen of SCREENS) {
    const first = await scriptBytes(browser, { screen, prepared: neverIdle }, base)
    const all = await scriptBytes(browser, { screen }, base)
    const what = `Script, ${screen.name}`
    figures.push(atMost(SCRIPT_KB, `${what}: first load, gzip`, first / 1000, "kB"))
    figures.push(told(`${what}: fetched when idle, gzip`, (all - first) / 1000, "kB"))
  }
  return figures
}

/** Runs in the page: nothing happens for want of something else to do. */
function neverIdle() {
  window.requestIdleCallback = () => 0
}

function scriptBytes(browser, how, base) {
  return visit(browser, how, async (page) => {
    const bodies = []
    page.on("response", (answer) => {
      if (answer.request().resourceType() === "script") bodies.push(answer.body())
    })
    await page.goto(base)
    await page.waitForTimeout(SETTLING_MS)
    return (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0)
  })
}

export async function measureLighthouse({ base, longSong }, complain) {
  const figures = []
  const chrome = await launchChrome({
    chromePath: CHROMIUM,
    chromeFlags: ["--headless=new", ...FLAGS],
  })
  try {
    for (const preset of PRESETS) {
      const looks = []
      for (let run = 0; run < RUNS; run++) looks.push(await look(base, preset, chrome, complain))
      const inside = []
      for (const path of ["/songs", `/songs/${longSong}`, "/live"])
        inside.push({ path, ...(await look(`${base}${path}`, preset, chrome, complain)) })
      figures.push(...figuresOf(preset, looks, inside))
    }
  } finally {
    await chrome.kill()
  }
  return figures
}

async function look(url, preset, chrome, complain) {
  const settings = { port: chrome.port, output: "json", logLevel: "error" }
  const { lhr } = await lighthouse(url, settings, preset.config)
  for (const category of ["accessibility", "best-practices"])
    for (const { id } of lhr.categories[category].auditRefs) {
      const { score, title } = lhr.audits[id]
      if (score !== null && score < 1) complain(`Lighthouse, ${preset.name}, ${url}: ${title}`)
    }
  const score = (name) => Math.round(lhr.categories[name].score * 100)
  const seen = (audit) => lhr.audits[audit].numericValue
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    practices: score("best-practices"),
    shift: seen("cumulative-layout-shift"),
    firstMs: seen("first-contentful-paint"),
    largestMs: seen("largest-contentful-paint"),
    blockedMs: seen("total-blocking-time"),
  }
}

function figuresOf({ name, performance }, looks, inside) {
  const middle = (of) => median(looks.map(of))
  const all = [...looks, ...inside]
  const what = `Lighthouse, ${name}`
  return [
    atLeast(
      performance,
      `${what}: performance, median of ${RUNS}`,
      middle((each) => each.performance),
    ),
    told(
      `${what}: first contentful paint`,
      middle((each) => each.firstMs),
      "ms",
    ),
    told(
      `${what}: largest contentful paint`,
      middle((each) => each.largestMs),
      "ms",
    ),
    told(
      `${what}: total blocking time`,
      middle((each) => each.blockedMs),
      "ms",
    ),
    ...inside.map((each) =>
      told(`${what}: performance of ${placeOf(each.path)}`, each.performance),
    ),
    atLeast(
      100,
      `${what}: accessibility, worst of ${all.length}`,
      Math.min(...all.map((each) => each.accessibility)),
    ),
    atLeast(95, `${what}: best practices, worst`, Math.min(...all.map((each) => each.practices))),
    atMost(0.02, `${what}: layout shift, worst`, Math.max(...all.map((each) => each.shift))),
  ]
}

const placeOf = (path) => path.replace(/\/songs\/.+/, "a song")
