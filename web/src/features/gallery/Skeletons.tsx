/** Where cards will be: as large, and empty. */
import classes from "./Skeletons.module.css"

const KEYS = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]

/** A screen of cards, while nothing is known of the songs. */
export function Skeletons() {
  return (
    <div className={classes.skeletons} role="status" aria-label="Fetching the songs">
      {KEYS.map((key) => (
        <Skeleton key={key} />
      ))}
    </div>
  )
}

export function Skeleton() {
  return <div className={classes.skeleton} />
}
