/** A card's inside while its song is composed: how far it is, to be heard already, and a way to stop. */
import { useStopBand } from "../../api/band"
import type { Song } from "../../api/client"
import { useSong } from "../../api/songs"
import classes from "./card.module.css"
import { isEndless, originOf, progressOf } from "./facts"
import { Growing } from "./Growing"
import type { Hand, PartProps } from "./hand"
import { PlayButton } from "./PlayButton"

export function Composing({ song, hand, playing, tabIndex, title }: PartProps) {
  useSong(song.id) // which follows it, and writes what it hears into the list
  return (
    <>
      <div className={classes.picture}>
        <Growing song={song} />
      </div>
      <div className={classes.body}>
        <PlayButton {...{ song, playing, tabIndex }} />
        <div className={classes.words}>
          {title}
          <p>{progressOf(song)}</p>
          <p>{originOf({ ...song, bars_total: 0, bars_done: 0 }, hand.starterTitle)}</p>
        </div>
      </div>
      <div className={classes.foot}>
        <span className={classes.when} />
        {isEndless(song) ? (
          <Stop {...{ song, hand, tabIndex }} />
        ) : (
          <button
            type="button"
            className={classes.word}
            tabIndex={tabIndex}
            aria-label={`Cancel ${song.title}`}
            onClick={() => hand.remove(song)}
          >
            Cancel
          </button>
        )}
      </div>
    </>
  )
}

type StopProps = { readonly song: Song; readonly hand: Hand; readonly tabIndex: number }

function Stop({ song, hand, tabIndex }: StopProps) {
  const stop = useStopBand(song.id)
  const onError = (problem: Error) => hand.tell(problem.message, { isProblem: true })
  return (
    <button
      type="button"
      className={classes.word}
      tabIndex={tabIndex}
      disabled={stop.isPending}
      aria-label={`Stop and keep ${song.title}`}
      onClick={() => stop.mutate(undefined, { onError })}
    >
      Stop and keep
    </button>
  )
}
