/** A song that could not be made: why, and what can be done. */
import { Button } from "@mantine/core"
import type { Song } from "../../api/client"
import { useCompose } from "../../api/songs"
import { Problem } from "../../ui/Problem"
import classes from "./card.module.css"

export function Failed({ song, onLeave }: { song: Song; onLeave: () => void }) {
  const compose = useCompose()
  const sentence = compose.error?.message ?? song.error ?? "This song could not be composed."
  return (
    <>
      <Problem
        sentence={sentence}
        busy={compose.isPending}
        onRetry={() => compose.mutate(song.recipe)}
      />
      <div className={classes.actions}>
        <span className={classes.status}>Not composed</span>
        <Button
          size="compact-md"
          variant="subtle"
          color="gray"
          className={classes.quiet}
          aria-label={`Delete ${song.title}`}
          onClick={onLeave}
        >
          Delete
        </Button>
      </div>
    </>
  )
}
