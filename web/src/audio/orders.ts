/** Which samples were ordered already, and who waits for them. Does not know who delivers. */
import type { Key } from "./messages"

export type Order = {
  readonly number: number
  readonly keys: readonly Key[]
  /** Fulfilled when all of them are there. */
  readonly done: Promise<void>
}

export function createOrders() {
  const ordered = new Set<string>()
  const waiting = new Map<number, () => void>()
  let last = 0

  return {
    /** Those of the keys that were never ordered; nothing where all of them were. */
    place(keys: readonly Key[]): Order | null {
      const fresh: Key[] = []
      for (const key of keys) {
        if (ordered.has(nameOf(key))) continue
        ordered.add(nameOf(key))
        fresh.push(key)
      }
      if (fresh.length === 0) return null
      const number = ++last
      const done = new Promise<void>((resolve) => waiting.set(number, resolve))
      return { number, keys: fresh, done }
    },
    fulfil(number: number) {
      waiting.get(number)?.()
      waiting.delete(number)
    },
    /** Nothing that was ordered will come: all is to be ordered anew. */
    forget() {
      ordered.clear()
      for (const resolve of waiting.values()) resolve()
      waiting.clear()
    },
  }
}

function nameOf({ role, program, pitch, velocity }: Key): string {
  return `${role === "drums"} ${program} ${pitch} ${velocity}`
}
