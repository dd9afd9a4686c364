/** What a link asked for that has no control on the panel, and a way to let go of it. */
import type { Recipe } from "../../api/client"
import { Note } from "../../ui/Note"
import { othersInWords } from "./draft/link"
import classes from "./Others.module.css"
import { Quiet } from "./Quiet"

export function Others({ others, onClear }: { others: Recipe; onClear: () => void }) {
  const words = othersInWords(others)
  if (!words) return null
  return (
    <div className={classes.others}>
      <Note>From the link: {words}.</Note>
      <Quiet onClick={onClear}>Leave out</Quiet>
    </div>
  )
}
