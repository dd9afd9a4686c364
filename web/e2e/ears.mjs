/** Hears what a page plays: whatever goes to the loudspeakers is measured on its way. */
import { until } from "./patience.mjs"

/** Below it nobody hears anything: -80 dB. */
const SILENCE = 1e-4

/** Runs in the page before anything of its own. */
export function growEars() {
  const WINDOW_SAMPLES = 16_384 // a third of a second
  const analysers = []
  const elements = new Set()
  const connect = AudioNode.prototype.connect
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) listenTo(this)
    return connect.call(this, to, ...rest)
  }
  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function () {
    elements.add(this)
    return play.call(this)
  }

  function listenTo(node) {
    const analyser = new AnalyserNode(node.context, { fftSize: WINDOW_SAMPLES })
    connect.call(node, analyser)
    analysers.push(analyser)
  }

  function energyOf(analyser) {
    const samples = new Float32Array(analyser.fftSize)
    analyser.getFloatTimeDomainData(samples)
    return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  }

  window.ears = {
    /** The root of the mean square of what sounded in the last third of a second. */
    loudness: () => Math.sqrt(analysers.reduce((sum, each) => sum + energyOf(each), 0)),
    states: () => analysers.map(({ context }) => context.state),
    /** What `<audio>` plays, also where it is nowhere in the page. */
    elements: () =>
      [...elements].map(({ src, currentTime, paused, error }) => {
        return { src, currentTime, paused, error: error?.message ?? null }
      }),
    /** From now on `<audio>` is measured as well. */
    listenToElements() {
      for (const element of elements) {
        const context = new AudioContext()
        listenTo(context.createMediaStreamSource(element.captureStream()))
      }
    },
  }
}

export function loudness(page) {
  return page.evaluate(() => window.ears.loudness())
}

/** How loud it is on average, for so long. */
export async function loudnessFor(page, seconds) {
  const energies = []
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    energies.push((await loudness(page)) ** 2)
    await page.waitForTimeout(150)
  }
  return Math.sqrt(energies.reduce((sum, energy) => sum + energy, 0) / energies.length)
}

export async function sounds(page, what = "something is heard") {
  await until(async () => (await loudness(page)) > 10 * SILENCE, what)
}

export async function isSilent(page, what = "nothing is heard") {
  await until(async () => (await loudness(page)) < SILENCE, what)
}
