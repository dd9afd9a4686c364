/**
 * A thread that fetches those samples of the soundfont that are asked for, and decodes them, so that
 * neither the page nor the sound ever stops for it: one sample of a piano takes up to 30 ms.
 * Does not know notes' times.
 */
import { type BasicSample, BasicSoundBank, SoundBankLoader, SpessaLog } from "spessasynth_core"
import type { Decoded, FromDecoder, Key, ToDecoder } from "./messages"
import { patient, piecesOf } from "./pieces"
import { type Outline, outlineOf, type Read } from "./skeleton"

const NO_AUDIO = new Float32Array(0)
const LOUDEST = 32_768

SpessaLog.setLogLevel(false, false, false)
const tell = (message: FromDecoder) => self.postMessage(message)
const fail = ({ message }: Error) => tell({ type: "failed", problem: message })

let decode: (order: number, keys: readonly Key[]) => Promise<void> = async () => {}

self.onmessage = ({ data }: MessageEvent<ToDecoder>) => {
  if (data.type === "prepare") decode(data.order, data.keys).catch(fail)
  else open(data.address, data.samples).catch(fail)
}

async function open(address: string, samples: MessagePort) {
  const read = piecesOf(address)
  const [outline] = await Promise.all([outlineOf(read), BasicSoundBank.isSF3DecoderReady])
  tell({ type: "opened", skeleton: outline.skeleton })
  decode = decoderOf(outline, patient(read), samples)
}

/** Decodes for orders; no sample twice, for it is given away. */
function decoderOf({ skeleton, samples: stored }: Outline, read: Read, samples: MessagePort) {
  const bank = SoundBankLoader.fromArrayBuffer(skeleton)
  const numbers = new Map(bank.samples.map((sample, index) => [sample, index]))
  const gifts = new Map<number, Promise<void>>()
  const give = (decoded: Decoded, transfer: Transferable[] = []) =>
    samples.postMessage(decoded, transfer)

  function samplesOf({ role, program, pitch, velocity }: Key): number[] {
    const patch = { bankMSB: 0, bankLSB: 0, program, isGMGSDrum: role === "drums" }
    const voices = bank.getPreset(patch, "gs").getVoiceParameters(pitch, velocity)
    return voices.flatMap(({ sample }) => numbers.get(sample) ?? [])
  }

  async function fetchAndGive(index: number) {
    const [sample, place] = [bank.samples[index], stored[index]]
    if (!sample || !place) return
    const bytes = await read(place.from, place.to)
    const audio = place.isPacked ? unpacked(sample, bytes) : audioOf(bytes)
    give({ type: "sample", index, audio }, [audio.buffer])
  }

  function given(index: number): Promise<void> {
    const coming = gifts.get(index) ?? fetchAndGive(index)
    gifts.set(index, coming)
    return coming
  }

  return async (order: number, keys: readonly Key[]) => {
    await Promise.all(keys.flatMap(samplesOf).map(given))
    give({ type: "prepared", order })
  }
}

function unpacked(sample: BasicSample, bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  sample.setCompressedData(new Uint8Array(bytes))
  const audio = new Float32Array(sample.getAudioData())
  sample.setAudioData(NO_AUDIO, sample.sampleRate) // only the player keeps it
  return audio
}

/** Samples that are not compressed have 16 bits. */
function audioOf(bytes: ArrayBuffer): Float32Array<ArrayBuffer> {
  return Float32Array.from(new Int16Array(bytes), (value) => value / LOUDEST)
}
