/**
 * A thread that reads the soundfont and decodes those of its samples that are asked for, so that
 * neither the page nor the sound ever stops for it: one sample of a piano takes up to 30 ms.
 * Does not know notes' times.
 */
import { BasicSoundBank, SoundBankLoader, SpessaLog } from "spessasynth_core"
import type { Decoded, FromDecoder, Key, ToDecoder } from "./messages"
import { skeletonOf } from "./skeleton"

type Bank = ReturnType<typeof SoundBankLoader.fromArrayBuffer>

const UNREACHABLE =
  "The instruments could not be fetched: see that the service runs, then press play again."

const NO_AUDIO = new Float32Array(0)

SpessaLog.setLogLevel(false, false, false)
const tell = (message: FromDecoder, transfer: Transferable[] = []) =>
  self.postMessage(message, { transfer })

let decode: (order: number, keys: readonly Key[]) => void = () => {}

self.onmessage = ({ data }: MessageEvent<ToDecoder>) => {
  if (data.type === "prepare") decode(data.order, data.keys)
  else
    open(data.address, data.samples).catch((problem: Error) =>
      tell({ type: "failed", problem: problem.message }),
    )
}

async function open(address: string, samples: MessagePort) {
  const [bytes] = await Promise.all([fetched(address), BasicSoundBank.isSF3DecoderReady])
  const skeleton = skeletonOf(bytes)
  decode = decoderOf(SoundBankLoader.fromArrayBuffer(bytes), samples)
  tell({ type: "opened", skeleton }, [skeleton])
}

async function fetched(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address).catch(() => null)
  if (!answer?.ok) throw new Error(UNREACHABLE)
  return answer.arrayBuffer()
}

/** Decodes for orders; no sample twice, for it is given away. */
function decoderOf(bank: Bank, samples: MessagePort) {
  const numbers = new Map(bank.samples.map((sample, index) => [sample, index]))
  const given = new Set<number>()
  const give = (decoded: Decoded, transfer: Transferable[] = []) =>
    samples.postMessage(decoded, transfer)

  function giveMissing({ role, program, pitch, velocity }: Key) {
    const patch = { bankMSB: 0, bankLSB: 0, program, isGMGSDrum: role === "drums" }
    for (const { sample } of bank.getPreset(patch, "gs").getVoiceParameters(pitch, velocity)) {
      const index = numbers.get(sample)
      if (index === undefined || given.has(index)) continue
      given.add(index)
      const audio = new Float32Array(sample.getAudioData())
      give({ type: "sample", index, audio }, [audio.buffer])
      // it is decoded but once: only the player keeps it
      sample.setAudioData(NO_AUDIO, sample.sampleRate)
    }
  }

  return (order: number, keys: readonly Key[]) => {
    keys.forEach(giveMissing)
    give({ type: "prepared", order })
  }
}
