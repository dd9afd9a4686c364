/**
 * What the tests of this folder stand on: songs, a service that is a table, and the gallery before it.
 */
import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { render } from "@testing-library/react"
import type { Song } from "../../api/client"
import { createFeeds } from "../../api/feeds"
import { createQueries } from "../../api/queries"
import { songOf } from "../../api/rehearsal"
import { rememberSong } from "../../api/songs"
import { silentPlayer } from "../../audio/rehearsal"
import { FeedsProvider } from "../../ui/feeds"
import { NoticesProvider } from "../../ui/notices"
import { PlayerProvider } from "../../ui/playback"
import { theme } from "../../ui/theme"
import { Gallery } from "./Gallery"

const ON_ITS_WAY = { seconds: null, bpm: null, key: null, preview: null, delivered: null }

export function composing(part: Partial<Song> = {}): Song {
  return songOf({ ...ON_ITS_WAY, status: "composing", bars_done: 3, ...part })
}

/** So many songs, the newest first: `Song 5`, `Song 4`, and so on. */
export function manySongs(count: number): Song[] {
  return Array.from({ length: count }, (_, at) => {
    const number = count - at
    const created = new Date(2026, 0, 1, 0, number).toISOString()
    return songOf({ id: `${number}`, title: `Song ${number}`, created })
  })
}

/** A service for as long as a test lasts. What it refuses it refuses in a sentence. */
export class Service {
  songs: Song[] = []
  deleted: Song[] = []
  readonly asked: string[] = []
  refusal: string | null = null
  isGone = false

  readonly fetch = async (request: Request): Promise<Response> => {
    if (this.isGone) throw new TypeError("Failed to fetch")
    const url = new URL(request.url)
    this.asked.push(`${request.method} ${url.pathname}${url.search}`)
    if (this.refusal && request.method !== "GET")
      return Response.json({ detail: this.refusal }, { status: 409 })
    if (url.pathname === "/api/starters") return Response.json([])
    const [, , , id, what] = url.pathname.split("/")
    if (!id) return request.method === "GET" ? this.page(url.searchParams) : this.begin({})
    return this.one(request, id, what)
  }

  private page(asked: URLSearchParams): Response {
    const from = Number(asked.get("cursor") ?? 0)
    const to = from + Number(asked.get("limit"))
    const all = asked.get("deleted") === "true" ? this.deleted : this.songs
    const found = all.filter(
      ({ title, favourite }) =>
        title.toLowerCase().includes(asked.get("search")?.toLowerCase() ?? "") &&
        (asked.get("favourites") !== "true" || favourite),
    )
    if (asked.get("sort") === "title") found.sort((a, b) => a.title.localeCompare(b.title))
    const next = to < found.length ? `${to}` : null
    return Response.json({ songs: found.slice(from, to), next, total: found.length })
  }

  private begin(part: Partial<Song>): Response {
    const song = composing({
      id: `new ${this.asked.length}`,
      title: "Paper Tide",
      created: new Date().toISOString(),
      ...part,
    })
    this.songs = [song, ...this.songs]
    return Response.json(song, { status: 202 })
  }

  private async one(request: Request, id: string, what: string | undefined): Promise<Response> {
    if (what === "restore") return this.move(id, "deleted", "songs")
    if (request.method === "DELETE") {
      this.move(id, "songs", "deleted")
      return new Response(null, { status: 204 })
    }
    if (request.method === "PATCH") {
      const edit = await request.json()
      this.songs = this.songs.map((song) => (song.id === id ? { ...song, ...edit } : song))
    }
    if (request.method === "POST" && what) return this.begin({ parent: id, verb: "variation" })
    const song = this.songs.find((each) => each.id === id)
    if (song) return Response.json(song)
    return Response.json({ detail: `There is no song ${id}.` }, { status: 404 })
  }

  private move(id: string, from: "songs" | "deleted", to: "songs" | "deleted"): Response {
    const song = this[from].find((each) => each.id === id)
    this[from] = this[from].filter((each) => each.id !== id)
    if (song) this[to] = [song, ...this[to]]
    return Response.json(song)
  }
}

export function openGallery(address = "/") {
  history.replaceState(null, "", address)
  const queries = createQueries()
  const feeds = createFeeds((song) => rememberSong(queries, song))
  const player = silentPlayer()
  const { container } = render(
    <MantineProvider theme={theme}>
      <QueryClientProvider client={queries}>
        <FeedsProvider feeds={feeds}>
          <PlayerProvider player={player}>
            <NoticesProvider>
              <main>
                <Gallery />
              </main>
            </NoticesProvider>
          </PlayerProvider>
        </FeedsProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { queries, player, container }
}
