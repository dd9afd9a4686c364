/** How long it takes from a click on Generate until something is heard. */
import { visit } from "./browser.mjs"
import { atMost, median } from "./goals.mjs"
import { quiet } from "./quiet.mjs"

const TIMES = 10
const GOAL_MS = 1_000
/** A person looks at the page, moves the pointer to the button, and clicks. */
const LOOKING_MS = 3_000
const POINTING_MS = 700
/** What rings on is over and no longer remembered, so that the next sound is the next song's. */
const SILENT_MS = 12_000
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
  const LOOK_EVERY_MS = 50
  const WINDOW_SAMPLES = 32_768 // the most that an analyser remembers
  /** So that what sounded is still remembered after the page was busy for eight seconds. */
  const WINDOWS = 12
  let windows = []
  const connect = AudioNode.prototype.connect
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) windows = windowsOf(this)
    return connect.call(this, to, ...rest)
  }

  /** What sounded lately, and what sounded before each of those: the newest first. */
  function windowsOf(source) {
    const { context } = source
    const seconds = WINDOW_SAMPLES / context.sampleRate
    return Array.from({ length: WINDOWS }, (_, at) => {
      const analyser = new AnalyserNode(context, { fftSize: WINDOW_SAMPLES })
      const delayTime = at * seconds
      const delay = new DelayNode(context, { delayTime, maxDelayTime: WINDOWS * seconds })
      connect.call(source, delay)
      connect.call(delay, analyser)
      return { analyser, ago: delayTime }
    })
  }

  const samples = new Float32Array(WINDOW_SAMPLES)
  /** How long ago the first sound was, as far as it is remembered. */
  function soundedBeforeMs() {
    let sounded = null
    for (const { analyser, ago } of windows) {
      if (analyser.context.state !== "running") return null
      analyser.getFloatTimeDomainData(samples)
      const first = samples.findIndex((sample) => Math.abs(sample) > SILENCE)
      if (first < 0) return sounded
      sounded = (ago + (samples.length - first) / analyser.context.sampleRate) * 1000
    }
    return sounded
  }

  window.listenForSound = () => {
    window.soundAfterMs = 0
    const clicked = (event) => {
      const began = event.timeStamp
      const timer = setInterval(() => {
        const before = soundedBeforeMs()
        if (before === null) return
        clearInterval(timer)
        window.soundAfterMs = performance.now() - before - began
      }, LOOK_EVERY_MS)
    }
    window.addEventListener("click", clicked, { once: true, capture: true })
  }
}
