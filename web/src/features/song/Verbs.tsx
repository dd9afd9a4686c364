/** What can be made of a song: another like it, more of it, some of it anew. */
import { memo, useId } from "react"
import type { Song } from "../../api/client"
import type { Span } from "../../audio/playback"
import type { ScoreFeed } from "../../music/score"
import { Continue } from "./Continue"
import { Redo } from "./Redo"
import { Variation } from "./Variation"
import classes from "./verbs.module.css"

type Props = {
  readonly song: Song
  readonly feed: ScoreFeed
  readonly loop: Span | null
  /** Whether the playhead is in this song. */
  readonly here: boolean
}

export const Verbs = memo(function Verbs({ song, feed, loop, here }: Props) {
  const id = useId()
  return (
    <section className={classes.verbs} aria-labelledby={id}>
      <h3 id={id}>Make another of it</h3>
      <div className={classes.cards}>
        <Variation song={song} />
        <Continue song={song} feed={feed} here={here} />
        <Redo song={song} feed={feed} loop={loop} />
      </div>
    </section>
  )
})
