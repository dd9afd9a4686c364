/**
 * The audio thread: plays notes at their moments with SpessaSynth, each role into an output of its
 * own and their reverb into the last. Loaded as a worklet. What samples it lacks are silent.
 * Does not know songs, nor how loud a role is wanted.
 */
import { SoundBankLoader, SpessaLog, SpessaSynthProcessor } from "spessasynth_core"
import { ROLES, type Role } from "../music/roles"
import type { Due } from "../music/scheduling"
import type { Score } from "../music/score"
import { CHANNELS } from "./channels"
import { BAND, type Decoded, type FromBand, type ToBand } from "./messages"
import { createQueue } from "./queue"

declare const sampleRate: number
declare const currentTime: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void

type Stereo = Float32Array[]

const BLOCK = 128
const CHANNEL_COUNT = 16
const TICK_BLOCKS = Math.round((0.08 * sampleRate) / BLOCK)
const [VOLUME, PAN, REVERB, CHORUS] = [7, 10, 91, 93] as const
/** A voice that stops within a block clicks. */
const FADE_BLOCKS = 6

SpessaLog.setLogLevel(false, false, false)

function createBand(skeleton: ArrayBuffer, tell: (message: FromBand) => void) {
  const synth = new SpessaSynthProcessor(sampleRate, {
    eventsEnabled: false,
    initialTime: currentTime,
  })
  const bank = SoundBankLoader.fromArrayBuffer(skeleton)
  synth.soundBankManager.addSoundBank(bank, "main")
  const queue = createQueue(
    ({ role, pitch, velocity }: Due) => synth.noteOn(CHANNELS[role], pitch, velocity),
    ({ role, pitch }: Due) => synth.noteOff(CHANNELS[role], pitch),
  )
  const unused: Stereo = [new Float32Array(BLOCK), new Float32Array(BLOCK)]
  let fading = 0
  let blocks = 0

  function control(role: Role, controller: 7 | 10 | 91 | 93, value: number) {
    synth.controllerChange(CHANNELS[role], controller, Math.round(Math.min(127, value)))
  }

  function dress(mix: Score["mix"]) {
    for (const role of ROLES) {
      synth.programChange(CHANNELS[role], mix[role].program)
      control(role, VOLUME, mix[role].volume)
      control(role, PAN, mix[role].pan)
      control(role, CHORUS, 0)
    }
  }

  function hear(message: ToBand) {
    if (message.type === "play") queue.add(message.notes)
    else if (message.type === "forget") queue.forget(message.from)
    else if (message.type === "dress") dress(message.mix)
    else if (message.type === "reverb")
      for (const role of ROLES) control(role, REVERB, message.amounts[role])
    else if (message.type === "cut") {
      queue.clear()
      fading = FADE_BLOCKS
    } else message.port.onmessage = ({ data }: MessageEvent<Decoded>) => take(data)
  }

  function take(decoded: Decoded) {
    if (decoded.type === "prepared") return tell(decoded)
    const sample = bank.samples[decoded.index]
    sample?.setAudioData(decoded.audio, sample.sampleRate)
    synth.clearCache() // of voices without it
  }

  function fade(outputs: readonly Stereo[]) {
    for (const side of outputs.flat())
      for (let at = 0; at < side.length; at++)
        side[at] = ((side[at] ?? 0) * (fading - at / side.length)) / FADE_BLOCKS
    fading--
    if (fading === 0) synth.stopAllChannels(true)
  }

  function play(outputs: Stereo[]) {
    const [effects, roles] = [outputs[ROLES.length] ?? unused, outputs.slice(0, ROLES.length)]
    const channels = Array<Stereo>(CHANNEL_COUNT).fill(unused)
    ROLES.forEach((role, index) => {
      channels[CHANNELS[role]] = roles[index] ?? unused
    })
    if (fading === 0) queue.advance(currentTime + BLOCK / sampleRate)
    synth.processSplit(channels, effects[0] as Float32Array, effects[1] as Float32Array)
    if (fading > 0) fade(roles)
    blocks++
    if (blocks % TICK_BLOCKS === 0) tell({ type: "tick" })
  }

  return { hear, play }
}

/** Web Audio wants a class, whose `process` is called for each block of samples. */
class Band extends AudioWorkletProcessor {
  private readonly band: ReturnType<typeof createBand>

  constructor(options: { processorOptions: { skeleton: ArrayBuffer } }) {
    super()
    this.band = createBand(options.processorOptions.skeleton, (message) =>
      this.port.postMessage(message),
    )
    this.port.onmessage = ({ data }: MessageEvent<ToBand>) => this.band.hear(data)
  }

  process(_inputs: Stereo[], outputs: Stereo[]): boolean {
    this.band.play(outputs)
    return true
  }
}

registerProcessor(BAND, Band as unknown as typeof AudioWorkletProcessor)
