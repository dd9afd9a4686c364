/** A sentence beside controls, which stands back. */
import type { HTMLAttributes } from "react"
import classes from "./Note.module.css"

export function Note(props: HTMLAttributes<HTMLParagraphElement>) {
  return <p className={classes.note} {...props} />
}
