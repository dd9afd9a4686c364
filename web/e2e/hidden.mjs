/**
 * The band plays on in a tab that somebody has left for another, and then comes back to. E2E_URL names the running
 * service, HIDDEN_MINUTES how long nobody looks (6: after five browsers hold back the timers of what they take for
 * idle), CHROMIUM the browser. Exits with 1 where a note was late, or the page doesn't know where it is.
 */
import assert from "node:assert/strict"
import { launchThrottled } from "./browser.mjs"
import { driftsOf, placeMonitor } from "./monitor.mjs"
import { BASE, service } from "./service.mjs"
import { openTab } from "./tabs.mjs"

const MINUTES = Number(process.env.HIDDEN_MINUTES ?? 6)
const LOOK_MS = 30_000
const MOST_SILENT_SECONDS = 1.5
const MOST_DRIFT_SECONDS = 0.005
/** How far the page's own clock may be from what is heard, once it is seen again. */
const MOST_BEHIND_SECONDS = 0.5
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms))

const START = `[...document.querySelectorAll("button")].find(({ innerText }) => innerText === "Start the band")`
const POSITION = `parseFloat(document.querySelector("[aria-label^=Position]")?.value)`
const BARS = `parseInt(document.querySelector("main")?.innerText.match(/(\\d+) bars? so far/)?.[1])`

const browser = await launchThrottled()
try {
  await comeAndGo()
} finally {
  await browser.close()
}

async function comeAndGo() {
  const tab = await openTab(browser)
  const sent = []
  const read = async () => {
    const monitor = await tab.evaluate("window.monitor.read()")
    sent.push(...monitor.sent)
    return monitor
  }
  await tab.toTheFront()
  await tab.open(`${BASE}/live`, placeMonitor)
  await tab.until(`${START} !== undefined`)
  await tab.evaluate(`${START}.click()`)
  await tab.until(`${POSITION} > 2`)
  const began = await read()
  const offset = began.clock - (await tab.evaluate(POSITION))

  const other = await openTab(browser)
  await other.toTheFront()
  await tab.until(`document.visibilityState === "hidden"`)
  for (let look = 0; look < (MINUTES * 60_000) / LOOK_MS; look++) {
    await wait(LOOK_MS)
    const { heard, sent: notes } = await read()
    const tightest = Math.min(...notes.map(([, , , lead]) => lead))
    console.log(
      `${notes.length} notes, ${tightest.toFixed(1)} s ahead or more, silent ${heard.longest} s`,
    )
    assert.equal(await tab.evaluate("document.visibilityState"), "hidden")
    assert.ok(heard.longest < MOST_SILENT_SECONDS, `nothing was heard for ${heard.longest} s`)
  }

  await tab.toTheFront()
  await tab.until(`document.visibilityState === "visible"`)
  await wait(1000)
  const { clock } = await read()
  const behind = Math.abs(clock - offset - (await tab.evaluate(POSITION)))
  console.log(`back: ${await tab.evaluate(POSITION)} s, ${await tab.evaluate(BARS)} bars`)
  assert.ok(behind < 1 + MOST_BEHIND_SECONDS, `the page is ${behind} s off`) // it shows whole seconds

  const id = (await tab.evaluate("location.pathname")).split("/").at(-1)
  await service.stop(id)
  await service.ready(id)
  const { drifts, strangers } = driftsOf(sent, JSON.parse(await service.file(id, "notes")))
  const furthest = Math.max(...drifts.map(([, drift]) => Math.abs(drift)))
  console.log(`${drifts.length} notes, at most ${Math.round(furthest * 1000)} ms off their score`)
  assert.ok(furthest < MOST_DRIFT_SECONDS, `a note was ${furthest} s off`)
  assert.deepEqual(strangers, [])
}
