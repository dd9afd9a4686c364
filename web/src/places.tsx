/** The studio's pages, which are not there before somebody goes to one. */
import { fetched } from "./ui/fetched"

const PAGE = { whole: true }

export const Gallery = fetched(
  async () => (await import("./features/gallery/Gallery")).Gallery,
  PAGE,
)
export const SongPage = fetched(
  async () => (await import("./features/song/SongPage")).SongPage,
  PAGE,
)
export const LivePage = fetched(
  async () => (await import("./features/live/LivePage")).LivePage,
  PAGE,
)

/** Begins with the page at an address before anything is drawn, for who comes in by a link. */
export function fetchPage(address: string, wide: boolean) {
  const page = pageAt(address, wide)
  page?.fetch().catch(() => {}) // who is to see it will hear of it
}

function pageAt(address: string, wide: boolean) {
  if (address.startsWith("/live")) return LivePage
  if (address.startsWith("/songs/")) return SongPage
  return wide || address === "/songs" ? Gallery : null
}
