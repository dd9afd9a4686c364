/**
 * The one way to the service: a typed client, and every failure as a sentence.
 * Knows HTTP. Does not know queries, caches or screens.
 */
import createClient from "openapi-fetch"
import type { components, paths } from "./schema.gen"

export type Song = components["schemas"]["SongOut"]
export type Recipe = components["schemas"]["RecipeIn"]
export type Starter = components["schemas"]["StarterOut"]

/** The service answered, and refused; the message is its own sentence. */
export class Refusal extends Error {}

/** The service did not answer. */
export class Unreachable extends Error {
  constructor() {
    super("LSTMelody isn’t answering. Is it still running?")
  }
}

// `fetch` is looked up at each call, so that a test can put its own in place.
export const client = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request) => globalThis.fetch(request),
})

type Outcome<T> = { data?: T; error?: unknown; response: Response }

/** The value of a call that went well, or a `Refusal` or `Unreachable` that says why not. */
export async function answer<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await call.catch(() => {
    throw new Unreachable()
  })
  if (response.ok) return data as T
  throw problemOf(response.status, error)
}

const GATEWAY_STATUSES = [502, 504]

function problemOf(status: number, body: unknown): Error {
  const detail = (body as { detail?: unknown } | undefined)?.detail
  if (typeof detail === "string" && detail) return new Refusal(detail)
  if (GATEWAY_STATUSES.includes(status)) return new Unreachable()
  return new Refusal(`That didn’t work: the service answered ${status}.`)
}

export const midiUrl = (id: string) => `/api/songs/${encodeURIComponent(id)}/midi`
export const wavUrl = (id: string) => `/api/songs/${encodeURIComponent(id)}/wav`
