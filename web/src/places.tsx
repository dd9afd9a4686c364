/**
 * The studio's pages, each fetched when somebody goes there, or before, when there is nothing else to do.
 * Without React's `Suspense`, which holds back for up to 300 ms what it has once kept waiting.
 */
import { type ComponentType, startTransition, useEffect, useState } from "react"
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
  let coming: Promise<ComponentType<Props>> | null = null
  // once only: a second time, Vite would take a style sheet that was lost for one that is there
  const fetch = () => {
    coming ??= load().then((found) => {
      known = found
      return found
    })
    return coming
  }
  function Fetched(props: Props) {
    const [Known, show] = useState(() => known)
    const [isLost, lose] = useState(false)
    useEffect(() => {
      if (Known) return
      fetch().then(
        (found) => startTransition(() => show(() => found)), // made in short pieces
        () => lose(true),
      )
    }, [Known])
    if (Known) return <Known {...props} />
    return isLost ? <Lost /> : <div className={classes.coming} role="status" aria-label="Loading" />
  }
  return Object.assign(Fetched, { fetch })
}

const LOST =
  "This part of the studio could not be fetched: the service is away, or has another page by now. Trying again opens the page anew."

/** A reload would be no help while nobody answers: it would leave no page at all. */
function Lost() {
  const [isAsking, setAsking] = useState(false)
  const again = async () => {
    setAsking(true)
    const answer = await fetch("/", { method: "HEAD" }).catch(() => null)
    if (answer?.ok) window.location.reload()
    else setAsking(false)
  }
  return <Problem sentence={LOST} onRetry={again} busy={isAsking} />
}
