/** The soundfont of the service, read piece by piece: each has an address, by which it is kept. */
import type { Read } from "./skeleton"

export class Unreachable extends Error {}

const AWAY =
  "The instruments could not be fetched: see that the service runs, then press play again."
const SERVER_ERROR = 500
const RETRY_MS = 1_000

/** Rejects with `Unreachable`, or with the sentence in which the service refused. */
export function piecesOf(soundfont: string): Read {
  return async (from, to) => {
    const address = new URL(soundfont)
    address.pathname += `/${from}-${to - 1}`
    const answer = await fetch(address).catch(() => null)
    if (!answer || answer.status >= SERVER_ERROR) throw new Unreachable(AWAY)
    if (!answer.ok) throw new Error((await answer.json()).detail)
    return answer.arrayBuffer()
  }
}

/** Asks for as long as nobody answers: a song that plays has other samples meanwhile. */
export function patient(read: Read): Read {
  const patiently: Read = async (from, to) => {
    try {
      return await read(from, to)
    } catch (problem) {
      if (!(problem instanceof Unreachable)) throw problem
      await new Promise((wake) => setTimeout(wake, RETRY_MS))
      return patiently(from, to)
    }
  }
  return patiently
}
