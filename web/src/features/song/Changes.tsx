/** What was changed while the song was composed, bar by bar. */
import { Button } from "@mantine/core"
import { useId, useState } from "react"
import { changesIn } from "./changes"
import classes from "./song.module.css"

const FIRST_SHOWN = 8

export function Changes({ text }: { text: string | null }) {
  const id = useId()
  const [all, setAll] = useState(false)
  const changes = changesIn(text)
  if (changes.length === 0) return null
  const shown = all ? changes : changes.slice(0, FIRST_SHOWN)
  return (
    <section className={classes.onTheWay} aria-labelledby={id}>
      <h3 id={id}>Changed on the way</h3>
      <ol className={classes.changes}>
        {shown.map(({ where, what }) => (
          <li key={`${where} ${what}`}>
            <span>{where}</span> {what}
          </li>
        ))}
      </ol>
      {shown.length < changes.length && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAll(true)}>
          Show all {changes.length}
        </Button>
      )}
    </section>
  )
}
