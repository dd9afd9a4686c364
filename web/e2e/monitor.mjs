/**
 * Follows what a page plays, for as long as one likes: each note as it is sent to the audio thread, and each
 * moment of what comes out, so that no gap is missed. Wants a context whose content security policy is off.
 */

/** Runs in the page before anything of its own. */
export function placeMonitor() {
  /** Runs in the audio thread: how long nothing at all was to be heard. */
  function gapMeter() {
    const SILENCE = 1e-4 // -80 dB
    class GapMeter extends AudioWorkletProcessor {
      constructor() {
        super()
        Object.assign(this, { silent: 0, longest: 0, samples: 0, energy: 0 })
        this.port.onmessage = () => {
          const { longest, samples, energy } = this
          const loudness = Math.sqrt(energy / samples)
          this.port.postMessage({ seconds: samples / sampleRate, longest, loudness })
          Object.assign(this, { longest: this.silent, samples: 0, energy: 0 })
        }
      }
      process([sides]) {
        const peak = Math.max(0, ...sides.map((side) => Math.max(...side.map(Math.abs))))
        const frames = sides[0]?.length ?? 128
        this.silent = peak < SILENCE ? this.silent + frames / sampleRate : 0
        this.longest = Math.max(this.longest, this.silent)
        this.samples += frames
        for (const sample of sides[0] ?? []) this.energy += sample * sample
        return true
      }
    }
    registerProcessor("gap-meter", GapMeter)
  }

  let context = null
  let meter = null
  let notes = []
  let frames = 0
  const countFrames = () => {
    frames++
    requestAnimationFrame(countFrames)
  }
  countFrames()

  const connect = AudioNode.prototype.connect
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) measure(this)
    return connect.call(this, to, ...rest)
  }
  async function measure(node) {
    context = node.context
    const code = new Blob([`(${gapMeter})()`], { type: "text/javascript" })
    await context.audioWorklet.addModule(URL.createObjectURL(code))
    meter = new AudioWorkletNode(context, "gap-meter", { numberOfOutputs: 0 })
    connect.call(node, meter)
  }

  const post = MessagePort.prototype.postMessage
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (message?.type === "play") {
      const now = context.currentTime
      for (const { at, role, pitch } of message.notes) notes.push([at, role, pitch, at - now])
    }
    return post.call(this, message, ...rest)
  }

  window.monitor = {
    /** What was sent and heard since one last asked. */
    async read() {
      const heard = await new Promise((resolve) => {
        meter.port.onmessage = ({ data }) => resolve(data)
        meter.port.postMessage("read")
      })
      const sent = notes
      notes = []
      const shown = frames
      frames = 0
      const { playbackStats } = context
      return {
        heard,
        sent,
        frames: shown,
        clock: context.currentTime,
        wall: performance.now() / 1000,
        state: context.state,
        underruns: playbackStats ? playbackStats.underrunEvents : null,
      }
    },
  }
}

export const readMonitor = (page) => page.evaluate(() => window.monitor.read())

/**
 * For each note that was sent, how much later than its score it was to sound, in seconds from the first one's
 * point of view; and those that the score doesn't have, or that came twice. `score` is as the service tells it.
 */
export function driftsOf(sent, score) {
  const written = new Map()
  for (const [onset, role, pitch] of score.notes) {
    const name = `${ROLES[role]} ${pitch}`
    written.set(name, [...(written.get(name) ?? []), secondsAt(score, onset)])
  }
  const strangers = []
  const offsets = []
  for (const [at, role, pitch] of sent) {
    const due = written.get(`${role} ${pitch}`)?.shift()
    if (due === undefined) strangers.push([at, role, pitch])
    else offsets.push({ due, offset: at - due })
  }
  offsets.sort((one, other) => one.due - other.due)
  const [first] = offsets
  return { strangers, drifts: offsets.map(({ due, offset }) => [due, offset - first.offset]) }
}

const ROLES = ["drums", "bass", "chords", "lead"]

function secondsAt({ tempos, steps_per_beat }, step) {
  return tempos.reduce((seconds, [from, bpm], index) => {
    const to = Math.min(step, tempos[index + 1]?.[0] ?? step)
    return seconds + (Math.max(0, to - from) / steps_per_beat) * (60 / bpm)
  }, 0)
}
