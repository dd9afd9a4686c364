/** A value that changes, and who wants to hear of it. */

export type Store<Value> = {
  get(): Value
  set(value: Value): void
  /** Calls back after each change, until what it returns is called. */
  subscribe(listen: () => void): () => void
}

export function createStore<Value>(first: Value): Store<Value> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      value = next
      for (const listen of [...listeners]) listen()
    },
    subscribe(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
  }
}
