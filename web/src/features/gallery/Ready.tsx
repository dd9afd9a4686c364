/** A card's inside when its song is finished. */
import { IconHeart, IconHeartFilled, IconTrash } from "@tabler/icons-react"
import { ago, clock } from "../../music/words"
import { usePosition } from "../../ui/playback"
import { Asked } from "./Asked"
import classes from "./card.module.css"
import { Downloads } from "./Downloads"
import { originOf, soundOf } from "./facts"
import type { PartProps } from "./hand"
import { IconButton } from "./IconButton"
import { More } from "./More"
import { Picture } from "./Picture"
import { PlayButton } from "./PlayButton"

export function Ready({ song, hand, playing, tabIndex, title, onChange, onRename }: PartProps) {
  return (
    <>
      <div className={classes.picture}>
        <Picture {...{ song, playing, tabIndex }} />
      </div>
      <div className={classes.body}>
        <PlayButton {...{ song, playing, tabIndex }} />
        <div className={classes.words}>
          {title}
          <p>{soundOf(song)}</p>
          <div className={classes.origin}>
            <p>{originOf(song, hand.starterTitle)}</p>
            <Asked song={song} />
          </div>
        </div>
      </div>
      <div className={classes.foot}>
        <span className={classes.when}>
          {playing.isPresent ? <Time total={song.seconds ?? 0} /> : ago(song.created, new Date())}
        </span>
        <Heart {...{ song, tabIndex, onChange }} />
        <Downloads {...{ song, tabIndex }} tell={hand.tell} />
        <More {...{ song, tabIndex, onRename }} tell={hand.tell} />
        <IconButton
          label={`Delete ${song.title}`}
          tip="Delete"
          tabIndex={tabIndex}
          onClick={() => hand.remove(song)}
        >
          <IconTrash size={18} />
        </IconButton>
      </div>
    </>
  )
}

/** A component of its own, for it is drawn again and again. */
function Time({ total }: { total: number }) {
  return (
    <>
      <b>{clock(Math.min(usePosition(), total))}</b> / {clock(total)}
    </>
  )
}

type HeartProps = Pick<PartProps, "song" | "tabIndex" | "onChange">

function Heart({ song, tabIndex, onChange }: HeartProps) {
  return (
    <IconButton
      label={`Favourite ${song.title}`}
      tip="Favourite"
      aria-pressed={song.favourite}
      tabIndex={tabIndex}
      onClick={() => onChange({ favourite: !song.favourite })}
    >
      {song.favourite ? <IconHeartFilled size={18} /> : <IconHeart size={18} />}
    </IconButton>
  )
}
