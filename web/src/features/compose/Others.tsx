/** What a link asked for that has no control on the panel, and a way to let go of it. */
import { Button } from "@mantine/core"
import type { Recipe } from "../../api/client"
import classes from "./compose.module.css"
import { othersInWords } from "./link"

export function Others({ others, onClear }: { others: Recipe; onClear: () => void }) {
  const words = othersInWords(others)
  if (!words) return null
  return (
    <div className={classes.others}>
      <p className={classes.note}>From the link: {words}.</p>
      <Button
        className={classes.quiet}
        variant="subtle"
        color="gray"
        size="compact-sm"
        onClick={onClear}
      >
        Leave out
      </Button>
    </div>
  )
}
