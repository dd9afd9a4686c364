/** Which samples were ordered already, and who waits for them. Does not know who delivers. */
import type { Key } from "./messages"

export type Order = {
  readonly number: number
  /** Those that were never ordered before; there may be none. */
  readonly keys: readonly Key[]
  /** Fulfilled when all that was asked for is there, whoever ordered it. */
  readonly done: Promise<unknown>
}

type Waiting = { readonly resolve: () => void; readonly reject: (problem: Error) => void }

export function createOrders() {
  const ordered = new Map<string, Promise<void>>()
  const waiting = new Map<number, Waiting>()
  let last = 0

  function arrival(number: number): Promise<void> {
    const there = new Promise<void>((resolve, reject) => waiting.set(number, { resolve, reject }))
    there.catch(() => {}) // nobody may be waiting
    return there
  }

  return {
    place(keys: readonly Key[]): Order {
      const number = ++last
      const named = new Map(keys.map((key) => [nameOf(key), key]))
      const fresh = [...named].filter(([name]) => !ordered.has(name))
      if (fresh.length > 0) {
        const there = arrival(number)
        for (const [name] of fresh) ordered.set(name, there)
      }
      const done = Promise.all(new Set([...named.keys()].map((name) => ordered.get(name))))
      return { number, keys: fresh.map(([, key]) => key), done }
    },
    fulfil(number: number) {
      waiting.get(number)?.resolve()
      waiting.delete(number)
    },
    /** Nothing that was ordered will come: all is to be ordered anew. */
    fail(problem: Error) {
      ordered.clear()
      for (const { reject } of waiting.values()) reject(problem)
      waiting.clear()
    },
  }
}

function nameOf({ role, program, pitch, velocity }: Key): string {
  return `${role === "drums"} ${program} ${pitch} ${velocity}`
}
