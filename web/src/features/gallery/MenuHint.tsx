/** What stands small and to the right in a menu. */
import classes from "./button.module.css"

export function Hint({ children }: { children: string }) {
  return <span className={classes.hint}>{children}</span>
}
