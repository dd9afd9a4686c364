/**
 * Components that are fetched when they are needed, or before, when there is nothing else to do.
 * Without React's `Suspense`, which holds back for up to 300 ms what it has once kept waiting.
 */
import { type ComponentType, startTransition, useEffect, useState } from "react"
import classes from "./fetched.module.css"
import { Problem } from "./Problem"

type Fetched<Props> = ComponentType<Props> & {
  /** Begins, where it has not begun. */
  readonly fetch: () => Promise<unknown>
}

const loads: (() => Promise<unknown>)[] = []

/** What is needed then is shown at once, and goes on while the service is away. */
export async function fetchAll() {
  await Promise.allSettled(loads.map((load) => load())) // who needs one that failed will hear of it
}

/** A component that comes with the module which `load` imports; `whole` says that it is a page. */
export function fetched<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { whole = false } = {},
): Fetched<Props> {
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
  loads.push(fetch)
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
    if (isLost) return <Lost />
    return (
      <div
        className={classes.coming}
        data-page={whole || undefined}
        role="status"
        aria-label="Loading"
      />
    )
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
