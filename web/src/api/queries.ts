/** How every query behaves: it asks again once, and it asks even where the browser thinks it is offline. */
import { QueryClient } from "@tanstack/react-query"
import { NotFound } from "./client"

/** How often a lost service is looked for. */
export const RECONNECT_MS = 3_000

export function createQueries(): QueryClient {
  // the service is often this very machine, which `navigator.onLine` says nothing about
  const networkMode = "always"
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode, retry, retryDelay: 500 },
      mutations: { networkMode },
    },
  })
}

/** What isn't there will not be there in half a second. */
const retry = (failures: number, problem: Error) => failures < 1 && !(problem instanceof NotFound)
