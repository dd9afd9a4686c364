/** What can be made of a song: another like it, more of it, some of it anew. */
import { useId } from "react"
import type { Song } from "../../api/client"
import type { Span } from "../../audio/playback"
import type { Score } from "../../music/score"
import { Continue } from "./Continue"
import { Redo } from "./Redo"
import { Variation } from "./Variation"
import classes from "./verbs.module.css"

type Props = {
  readonly song: Song
  readonly score: Score | null
  readonly loop: Span | null
  /** Whether the playhead is in this song. */
  readonly here: boolean
}

export function Verbs({ song, score, loop, here }: Props) {
  const id = useId()
  return (
    <section className={classes.verbs} aria-labelledby={id}>
      <h3 id={id}>Make another of it</h3>
      <div className={classes.cards}>
        <Variation song={song} />
        <Continue song={song} score={score} here={here} />
        <Redo song={song} score={score} loop={loop} />
      </div>
    </section>
  )
}
