/** The service as a program asks it: to make songs for a test, and to see what became of them. */
import assert from "node:assert/strict"
import { until } from "./patience.mjs"

export const BASE = process.env.E2E_URL ?? "http://127.0.0.1:8000"
const COMPOSING_MS = 60_000

export function serviceAt(base) {
  async function ask(path, method = "GET", body = undefined) {
    const headers = { "content-type": "application/json" }
    const answer = await fetch(`${base}/api${path}`, { method, headers, body })
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`)
    return answer
  }
  const song = async (id) => (await ask(`/songs/${id}`)).json()
  return {
    song,
    async songs() {
      return (await (await ask("/songs")).json()).songs
    },
    /** How the service answers when it is asked for a song. */
    async statusOf(id) {
      return (await fetch(`${base}/api/songs/${id}`)).status
    },
    async begin(recipe) {
      return (await ask("/songs", "POST", JSON.stringify(recipe))).json()
    },
    ready(id, patienceMs = COMPOSING_MS) {
      return until(
        async () => {
          const now = await song(id)
          assert.notEqual(now.status, "failed", now.error ?? "")
          return now.status === "ready" && now
        },
        "the song is composed",
        patienceMs,
      )
    },
    async edit(id, change) {
      await ask(`/songs/${id}`, "PATCH", JSON.stringify(change))
    },
    async remove(id) {
      await ask(`/songs/${id}`, "DELETE")
    },
    async stop(id) {
      await ask(`/songs/${id}/stop`, "POST")
    },
    async file(id, kind) {
      return Buffer.from(await (await ask(`/songs/${id}/${kind}`)).arrayBuffer())
    },
  }
}

export const service = serviceAt(BASE)

export async function composed(recipe) {
  const { id } = await service.begin(recipe)
  return service.ready(id)
}

const KEPT = { start: "pop", bars: 24, seed: 7 }

/** A song for whoever only wants to hear one, with all four roles in it. Not to be deleted. */
export async function aSong() {
  const songs = await service.songs()
  const isKept = ({ recipe }) => recipe.seed === KEPT.seed && recipe.bars === KEPT.bars
  const { id } = songs.find(isKept) ?? (await service.begin(KEPT))
  return service.ready(id)
}

/** A song of one's own, short, and with a title like no other. */
export async function aShortSong(title) {
  const song = await composed({ start: "pop", bars: 6, seed: 1 })
  await service.edit(song.id, { title })
  return { ...song, title }
}
