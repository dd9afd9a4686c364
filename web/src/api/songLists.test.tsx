import { QueryClientProvider } from "@tanstack/react-query"
import { act, renderHook, waitFor } from "@testing-library/react"
import type { ReactNode } from "react"
import { expect, test, vi } from "vitest"
import { createQueries } from "./queries"
import { songOf } from "./rehearsal"
import { useSongs } from "./songLists"
import { useDeleteSong } from "./songs"

const LISTING = { search: "", sort: "newest", favourites: false, deleted: false } as const

test("a list that set out before a song was deleted does not bring it back", async () => {
  const songs = [songOf(), songOf({ id: "2", title: "Velvet Garden" })]
  let arrive = () => {}
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  vi.stubGlobal("fetch", async ({ method }: Request) => {
    if (method === "DELETE") return new Response(null, { status: 204 })
    await arrived
    return Response.json({ songs, next: null, total: 2 })
  })
  const queries = createQueries()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  )
  const { result } = renderHook(() => ({ gallery: useSongs(LISTING), remove: useDeleteSong() }), {
    wrapper,
  })
  await act(() => result.current.remove.mutateAsync(songOf()))
  arrive()
  await waitFor(() => expect(result.current.gallery.total).toBe(1))
  expect(result.current.gallery.songs.map(({ id }) => id)).toEqual(["2"])
})
