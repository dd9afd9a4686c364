/** A card's inside when its song could not be made: why, and what can be done. */
import { useCompose, useDeleteSong } from "../../api/songs"
import { ago } from "../../music/words"
import classes from "./card.module.css"
import { originOf, soundOf } from "./facts"
import type { PartProps } from "./hand"
import picture from "./picture.module.css"

export function Failed({ song, hand, tabIndex, title }: PartProps) {
  const compose = useCompose()
  const remove = useDeleteSong()
  // by the same recipe, and in its place
  const again = () => compose.mutate(song.recipe, { onSuccess: () => remove.mutate(song) })
  const sentence = compose.error?.message ?? song.error ?? "This song could not be composed."
  return (
    <>
      <div className={classes.picture}>
        <div className={`${picture.picture} ${picture.failed}`}>
          <p>{sentence}</p>
        </div>
      </div>
      <div className={classes.body}>
        <div className={classes.words}>
          {title}
          <p>{soundOf(song)}</p>
          <p>{originOf(song, hand.starterTitle)}</p>
        </div>
      </div>
      <div className={classes.foot}>
        <span className={classes.when}>{ago(song.created, new Date())}</span>
        <button
          type="button"
          className={classes.word}
          tabIndex={tabIndex}
          disabled={compose.isPending}
          aria-label={`Try again: ${song.title}`}
          onClick={again}
        >
          Try again
        </button>
        <button
          type="button"
          className={classes.word}
          tabIndex={tabIndex}
          aria-label={`Remove ${song.title}`}
          onClick={() => hand.remove(song)}
        >
          Remove
        </button>
      </div>
    </>
  )
}
