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
export class Refusal extends Error {
  /** After how long it is worth to ask again; 0 where the service doesn't say. */
  readonly retrySeconds: number

  constructor(sentence: string, retrySeconds = 0) {
    super(sentence)
    this.retrySeconds = retrySeconds
  }
}

/** There is no such thing, or not any more. */
export class NotFound extends Refusal {}

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
  throw problemOf(response.status, error, response.headers.get("Retry-After"))
}

const GATEWAY_STATUSES = [502, 504]

export function problemOf(status: number, body: unknown, retryAfter: string | null = null): Error {
  const detail = (body as { detail?: unknown } | undefined)?.detail
  if (typeof detail === "string" && detail) {
    if (status === 404) return new NotFound(detail)
    return new Refusal(detail, Number(retryAfter) || 0)
  }
  if (GATEWAY_STATUSES.includes(status)) return new Unreachable()
  return new Refusal(`That didn’t work: the service answered ${status}.`)
}

/** Where a song can be had as a file. */
export const midiUrl = (id: string) => fileUrl(id, "midi")
export const wavUrl = (id: string) => fileUrl(id, "wav")
export const mp3Url = (id: string) => fileUrl(id, "mp3")
export const stemsUrl = (id: string) => fileUrl(id, "stems")
export const recipeUrl = (id: string) => fileUrl(id, "recipe")

function fileUrl(id: string, kind: string): string {
  return `/api/songs/${encodeURIComponent(id)}/${kind}`
}

/** Where the instruments are that a browser plays with. */
export async function soundfontUrl(): Promise<string> {
  const { soundfont } = await answer(client.GET("/api/health"))
  if (!soundfont) throw new Refusal("The service has no instruments to send: install a soundfont.")
  return soundfont
}
