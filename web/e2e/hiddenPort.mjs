/**
 * A song goes on to a DAW while its tab is left for another: nothing of it is heard in the browser, which then takes
 * the tab for idle. E2E_URL names the running service, HIDDEN_MINUTES how long nobody looks (6: after five browsers
 * hold timers back for a minute), CHROMIUM the browser. The DAW is one that we made up. Exits with 1 where a note
 * was late.
 */
import assert from "node:assert/strict"
import { launchThrottled } from "./browser.mjs"
import { BASE, composed } from "./service.mjs"
import { openTab } from "./tabs.mjs"

const MINUTES = Number(process.env.HIDDEN_MINUTES ?? 6)
const LOOK_MS = 30_000
/** Of every half minute, of a song that never rests for long. */
const FEWEST_NOTES = 60
const wait = (ms) => new Promise((wake) => setTimeout(wake, ms))

const button = (words) =>
  `[...document.querySelectorAll("button")].find((one) => (one.ariaLabel ?? one.innerText).startsWith("${words}"))`
const OUTPUT = `document.querySelector("[aria-label='MIDI output']")`
const DAW = `[...document.querySelectorAll("[role=option]")].find(({ innerText }) => innerText === "DAW")`

const browser = await launchThrottled()
try {
  await playOn()
} finally {
  await browser.close()
}

async function playOn() {
  const { id, title } = await composed({ start: "pop", bars: 512, seed: 7 })
  const tab = await openTab(browser)
  const press = async (what) => {
    await tab.until(`${what} !== undefined && ${what} !== null`)
    await tab.evaluate(`${what}.click()`)
  }
  await tab.toTheFront()
  await tab.open(`${BASE}/songs/${id}`, placeDaw)
  await press(button("Look for MIDI outputs"))
  await press(OUTPUT)
  await press(DAW)
  await press(button(`Play ${title}`))
  await tab.until("window.daw.length > 0")

  const other = await openTab(browser)
  await other.toTheFront()
  await tab.until(`document.visibilityState === "hidden"`)
  await tab.evaluate("window.daw.splice(0)")
  for (let look = 0; look < (MINUTES * 60_000) / LOOK_MS; look++) {
    await wait(LOOK_MS)
    const leads = await tab.evaluate("window.daw.splice(0)")
    const tightest = Math.min(...leads)
    console.log(`${leads.length} notes, ${Math.round(tightest)} ms ahead or more`)
    assert.equal(await tab.evaluate("document.visibilityState"), "hidden")
    assert.ok(leads.length >= FEWEST_NOTES, `only ${leads.length} notes came in half a minute`)
    assert.ok(tightest > 0, `a note came ${-tightest} ms late`)
  }
}

/** Runs in the page before anything of its own: an output that writes down how early it is told of each note. */
function placeDaw() {
  window.daw = []
  const send = ([message, , velocity], ms) => {
    if (message >> 4 === 9 && velocity > 0) window.daw.push(ms - performance.now())
  }
  const output = { id: "daw", name: "DAW", state: "connected", send }
  navigator.requestMIDIAccess = async () => ({ outputs: new Map([["daw", output]]) })
}
