/** A card's inside when its song could not be made: why, and what can be done. */
import { useCompose, useDeleteSong } from "../../../api/songs"
import { ago } from "../../../music/words"
import { Action, Face } from "./Card"
import classes from "./Failed.module.css"
import { originOf, soundOf } from "./facts"
import type { PartProps } from "./hand"

export function Failed({ song, hand, tabIndex, title }: PartProps) {
  const compose = useCompose()
  const remove = useDeleteSong()
  // by the same recipe, and in its place
  const again = () => compose.mutate(song.recipe, { onSuccess: () => remove.mutate(song) })
  const sentence = compose.error?.message ?? song.error ?? "This song could not be composed."
  return (
    <Face
      picture={
        <div className={classes.reason}>
          <p>{sentence}</p>
        </div>
      }
      title={title}
      facts={[soundOf(song), originOf(song, hand.starterTitle)]}
      when={ago(song.created, new Date())}
    >
      <Action
        tabIndex={tabIndex}
        disabled={compose.isPending}
        aria-label={`Try again: ${song.title}`}
        onClick={again}
      >
        Try again
      </Action>
      <Action
        tabIndex={tabIndex}
        aria-label={`Remove ${song.title}`}
        onClick={() => hand.remove(song)}
      >
        Remove
      </Action>
    </Face>
  )
}
