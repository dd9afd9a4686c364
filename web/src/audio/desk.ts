/**
 * Behind the band, as in a studio: a fader and a meter for each role, the volume, and a limiter.
 * Knows Web Audio's nodes. Does not know notes.
 */
import { ROLES, type Role } from "../music/roles"
import type { ToBand } from "./messages"
import { perRole } from "./mixer"

export type Desk = {
  tell(message: ToBand, transfer?: Transferable[]): void
  setGains(gains: Readonly<Record<Role, number>>): void
  setVolume(gain: number): void
  levels(): Readonly<Record<Role, number>>
}

/** A fader has done 98% of its way after four times as long, and does not click. */
const RAMP_SECONDS = 0.006
/** How much of a role a General MIDI synthesiser sends to its reverb unless it is told, of 127. */
const REVERB = 40
const METER_SAMPLES = 1024
/** What a meter shows as nothing. */
const QUIETEST_DB = -48
/** As loud as the service renders songs: six of them were 1.3 to 3.6 dB less loud without it. */
const MAKEUP = 1.3

export function createDesk(context: AudioContext, band: AudioWorkletNode): Desk {
  const volume = gainNode(context, 1)
  const limiter = new DynamicsCompressorNode(context, {
    threshold: -3,
    knee: 0,
    ratio: 20,
    attack: 0.001,
    release: 0.1,
  })
  const sum = gainNode(context, MAKEUP)
  sum.connect(limiter).connect(volume).connect(context.destination)
  const strips = perRole((role) => strip(context, band, ROLES.indexOf(role), sum))
  const reverb = gainNode(context, 1)
  band.connect(reverb, ROLES.length).connect(sum)

  const tell = (message: ToBand, transfer: Transferable[] = []) =>
    band.port.postMessage(message, transfer)

  return {
    tell,
    setGains(gains) {
      for (const role of ROLES) slide(context, strips[role].fader, gains[role])
      // what one role leaves in the room fades by itself, but silence is silence
      slide(context, reverb, ROLES.some((role) => gains[role] > 0) ? 1 : 0)
      tell({ type: "reverb", amounts: perRole((role) => REVERB * gains[role]) })
    },
    setVolume: (gain) => slide(context, volume, gain),
    levels: () =>
      perRole((role) => (context.state === "running" ? levelOf(strips[role].meter) : 0)),
  }
}

/** How a meter shows samples: 0 for what is hardly heard, 1 for as loud as can be. */
export function shownLevel(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  const db = 10 * Math.log10(power)
  return Math.min(1, Math.max(0, 1 - db / QUIETEST_DB))
}

type Strip = { readonly fader: GainNode; readonly meter: AnalyserNode }

function strip(
  context: AudioContext,
  band: AudioWorkletNode,
  output: number,
  sum: AudioNode,
): Strip {
  const fader = gainNode(context, 1)
  const meter = new AnalyserNode(context, { fftSize: METER_SAMPLES })
  band.connect(fader, output)
  fader.connect(sum)
  fader.connect(meter)
  return { fader, meter }
}

function gainNode(context: AudioContext, gain: number): GainNode {
  return new GainNode(context, { gain })
}

function slide(context: AudioContext, { gain }: GainNode, value: number) {
  gain.setTargetAtTime(value, context.currentTime, RAMP_SECONDS)
}

function levelOf(meter: AnalyserNode): number {
  const samples = new Float32Array(meter.fftSize)
  meter.getFloatTimeDomainData(samples)
  return shownLevel(samples)
}
