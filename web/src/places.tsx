/**
 * The studio's pages, each fetched when somebody goes there, or before, when there is nothing else to do.
 * Without React's `Suspense`, which holds back for up to 300 ms what it has once kept waiting.
 */
import { type ComponentType, useEffect, useState } from "react"
import classes from "./places.module.css"
import { Problem } from "./ui/Problem"

type Page<Props> = ComponentType<Props> & { fetch: () => Promise<unknown> }

export const Gallery = page(async () => (await import("./features/gallery/Gallery")).Gallery)
export const SongPage = page(async () => (await import("./features/song/SongPage")).SongPage)
export const LivePage = page(async () => (await import("./features/live/LivePage")).LivePage)

/** Who presses Generate is then shown the song at once, and goes on while the service is away. */
export async function fetchPages() {
  const pages = [Gallery, SongPage, LivePage]
  await Promise.allSettled(pages.map(({ fetch }) => fetch())) // who goes where one failed will hear of it
}

function page<Props extends object>(load: () => Promise<ComponentType<Props>>): Page<Props> {
  let known: ComponentType<Props> | null = null
  const fetch = async () => {
    known ??= await load()
    return known
  }
  function Fetched(props: Props) {
    const [Known, show] = useState(() => known)
    const [isLost, lose] = useState(false)
    useEffect(() => {
      if (Known) return
      fetch().then(
        (found) => show(() => found),
        () => lose(true),
      )
    }, [Known])
    if (Known) return <Known {...props} />
    return isLost ? <Lost /> : <div className={classes.coming} role="status" aria-label="Loading" />
  }
  return Object.assign(Fetched, { fetch })
}

/** The service is away, or has another page by now. */
function Lost() {
  const again = () => window.location.reload()
  return <Problem sentence="This part of the studio could not be fetched." onRetry={again} />
}
