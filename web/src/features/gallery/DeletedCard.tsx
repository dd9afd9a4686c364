/** A song that was deleted, while it can still be restored. */
import { memo } from "react"
import { ago } from "../../music/words"
import { Thumbnail } from "../../ui/roll/Thumbnail"
import classes from "./card.module.css"
import { originOf, soundOf } from "./facts"
import type { CardProps } from "./hand"
import picture from "./picture.module.css"
import { Words } from "./Title"

export const DeletedCard = memo(function DeletedCard({
  song,
  isCurrent,
  place,
  total,
  hand,
}: CardProps) {
  return (
    <article
      className={classes.card}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={song.title}
      aria-posinset={place}
      aria-setsize={total}
      data-song={song.id}
      data-deleted
    >
      <div className={classes.picture}>
        <div className={picture.picture}>
          <Thumbnail preview={song.preview} />
        </div>
      </div>
      <div className={classes.body}>
        <div className={classes.words}>
          <div className={classes.title}>
            <h3>
              <Words title={song.title} />
            </h3>
          </div>
          <p>{soundOf(song)}</p>
          <p>{originOf(song, hand.starterTitle)}</p>
        </div>
      </div>
      <div className={classes.foot}>
        <span className={classes.when}>Composed {ago(song.created, new Date())}</span>
        <button
          type="button"
          className={classes.word}
          tabIndex={isCurrent ? 0 : -1}
          aria-label={`Restore ${song.title}`}
          onClick={() => hand.restore(song)}
        >
          Restore
        </button>
      </div>
    </article>
  )
})
