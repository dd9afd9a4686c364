/** The sign of something that is on its way. */
import { IconLoader2 } from "@tabler/icons-react"
import classes from "./Turning.module.css"

export function Turning({ size }: { size: number }) {
  return <IconLoader2 size={size} className={classes.turning} />
}
