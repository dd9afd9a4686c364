/** How long it takes from a click on Generate until something is heard. */
import { visit } from "./browser.mjs"
import { atMost, median } from "./goals.mjs"
import { quiet } from "./quiet.mjs"

const TIMES = 10
const GOAL_MS = 1_000
/** A person looks at the page, moves the pointer to the button, and clicks. */
const LOOKING_MS = 3_000
const POINTING_MS = 700
/** What rings on is over, so that the next sound is the next song's. */
const SILENT_MS = 4_000
const PATIENCE_MS = 40_000

export async function measureSound(browser, { base }) {
  const [cold, warm] = [[], []]
  for (let at = 0; at < TIMES; at++) {
    await quiet(PATIENCE_MS)
    await visit(browser, { prepared: listen }, async (page) => {
      await page.goto(base)
      await page.getByRole("button", { name: /^Generate/ }).waitFor()
      await page.waitForTimeout(LOOKING_MS)
      cold.push(await generate(page))
      await page
        .getByRole("button", { name: /^Pause/ })
        .first()
        .click()
      await page.waitForTimeout(SILENT_MS)
      warm.push(await generate(page))
    })
  }
  return [...figures("cold", cold), ...figures("warm", warm)]
}

async function generate(page) {
  const box = await page.getByRole("button", { name: /^Generate/ }).boundingBox()
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x - 200, y - 200)
  await page.mouse.move(x, y, { steps: 5 })
  await page.waitForTimeout(POINTING_MS)
  await page.evaluate(() => window.listenForSound())
  await page.mouse.click(x, y)
  const heard = await page.waitForFunction(() => window.soundAfterMs, null, { polling: 50 })
  return heard.jsonValue()
}

function figures(name, times) {
  const what = `From Generate to first sound, ${name}`
  return [
    atMost(GOAL_MS, `${what}: median of ${TIMES}`, median(times), "ms"),
    atMost(GOAL_MS, `${what}: worst`, Math.max(...times), "ms"),
  ]
}

/** Runs in the page: taps what goes to the loudspeakers. */
function listen() {
  const SILENCE = 1e-4
  const LOOK_EVERY_MS = 20
  const WINDOW_SAMPLES = 32_768
  const analysers = []
  const connect = AudioNode.prototype.connect
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      const analyser = new AnalyserNode(this.context, { fftSize: WINDOW_SAMPLES })
      connect.call(this, analyser)
      analysers.push(analyser)
    }
    return connect.call(this, to, ...rest)
  }

  const samples = new Float32Array(WINDOW_SAMPLES)
  /** How long ago the first sound was, of those in the window: the page may have been busy since. */
  const soundedBeforeMs = (analyser) => {
    if (analyser.context.state !== "running") return null
    analyser.getFloatTimeDomainData(samples)
    const first = samples.findIndex((sample) => Math.abs(sample) > SILENCE)
    return first < 0 ? null : ((samples.length - first) / analyser.context.sampleRate) * 1000
  }

  window.listenForSound = () => {
    window.soundAfterMs = 0
    const clicked = (event) => {
      const began = event.timeStamp
      const timer = setInterval(() => {
        const [before] = analysers.map(soundedBeforeMs).filter((each) => each !== null)
        if (before === undefined) return
        clearInterval(timer)
        window.soundAfterMs = performance.now() - before - began
      }, LOOK_EVERY_MS)
    }
    window.addEventListener("click", clicked, { once: true, capture: true })
  }
}
