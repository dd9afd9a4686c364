/** The instruments: fetched, read and decoded by a thread of their own, which this one opens. */
import type { FromDecoder, Key, ToDecoder } from "./messages"

export type Font = {
  /** The soundfont without its samples. */
  readonly skeleton: ArrayBuffer
  /** Where its samples come out. */
  readonly samples: MessagePort
  decode(order: number, keys: readonly Key[]): void
}

/** Asks for the address, then opens what is there. Rejects with a sentence, or fails later with one. */
export async function openFont(
  address: () => Promise<string>,
  failed: (problem: Error) => void,
): Promise<Font> {
  const worker = new Worker(new URL("./decoder.ts", import.meta.url), { type: "module" })
  const tell = (message: ToDecoder, transfer: Transferable[] = []) =>
    worker.postMessage(message, transfer)
  try {
    const { port1, port2 } = new MessageChannel()
    const { href } = new URL(await address(), window.location.href)
    tell({ type: "open", address: href, samples: port1 }, [port1])
    const skeleton = await opened(worker, failed)
    return {
      skeleton,
      samples: port2,
      decode: (order, keys) => tell({ type: "prepare", order, keys }),
    }
  } catch (problem) {
    worker.terminate()
    throw problem
  }
}

const BROKEN = "The instruments could not be read: reload the page, then press play again."

function opened(worker: Worker, failed: (problem: Error) => void): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const fail = (problem: string) => {
      reject(new Error(problem))
      failed(new Error(problem))
    }
    worker.onmessage = ({ data }: MessageEvent<FromDecoder>) => {
      if (data.type === "opened") resolve(data.skeleton)
      else fail(data.problem)
    }
    worker.onerror = () => fail(BROKEN)
  })
}
