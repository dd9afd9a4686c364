/** Where in the song one is, in time and as bar and beat. Alone redrawn as time goes by. */
import { VisuallyHidden } from "@mantine/core"
import { memo } from "react"
import type { ScoreFeed } from "../../music/score"
import { clock, spokenTime } from "../../music/words"
import { useScore } from "../../ui/feeds"
import { usePosition } from "../../ui/playback"
import { placeAt, wholeOf } from "./place"
import classes from "./transport.module.css"

type Props = { readonly feed: ScoreFeed; readonly here: boolean }

export function Readout({ feed, here }: Props) {
  const score = useScore(feed)
  const position = usePosition()
  const total = score ? wholeOf(score)[1] : 0
  const seconds = here ? Math.min(position, total) : 0
  const place = score ? placeAt(score, seconds) : { bar: 1, beat: 1 }
  return (
    <div className={classes.readout}>
      <span className={classes.place} aria-hidden="true">
        {place.bar}.{place.beat}
      </span>
      <span className={classes.time} aria-hidden="true">
        {clock(seconds)} <span>/ {clock(total)}</span>
      </span>
      <Spoken words={`${spokenTime(total)}, at bar ${place.bar}`} />
    </div>
  )
}

const Spoken = memo(function Spoken({ words }: { words: string }) {
  return <VisuallyHidden>{words}</VisuallyHidden>
})
