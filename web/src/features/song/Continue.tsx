/** The song up to a bar, and on from there. */
import { Button } from "@mantine/core"
import { IconArrowForwardUp } from "@tabler/icons-react"
import { useState } from "react"
import type { Song } from "../../api/client"
import { MAX_BARS, MIN_BARS } from "../../music/length"
import type { ScoreFeed } from "../../music/score"
import { secondsAt } from "../../music/time"
import { counted } from "../../music/words"
import { useScore } from "../../ui/feeds"
import { usePlayer } from "../../ui/playback"
import { TypedNumber } from "../../ui/TypedNumber"
import { placeAt } from "./place"
import { useMade } from "./useMade"
import { VerbCard } from "./VerbCard"
import classes from "./verbs.module.css"

const USUALLY_MORE = 16

type Props = { readonly song: Song; readonly feed: ScoreFeed; readonly here: boolean }

export function Continue({ song, feed, here }: Props) {
  const score = useScore(feed)
  const player = usePlayer()
  const made = useMade(song)
  const last = Math.min(song.bars_done, MAX_BARS - 1)
  const [bar, setBar] = useState(last)
  const [more, setMore] = useState(Math.min(USUALLY_MORE, MAX_BARS - last))
  const fewest = Math.max(1, MIN_BARS - bar)
  const bars = bar + Math.min(Math.max(more, fewest), MAX_BARS - bar)

  const staying = bar === 1 ? "Bar 1 stays" : `Bars 1 to ${bar} stay`
  const going = bar < song.bars_done ? "goes on another way" : "plays on"
  // its last bar as it was, then what is new
  const from = score ? secondsAt(score, (bar - 1) * score.barSteps) : 0
  const toPlayhead = () =>
    score && setBar(Math.min(last, Math.max(1, placeAt(score, player.position()).bar)))
  return (
    <VerbCard
      title="Continue"
      icon={<IconArrowForwardUp size={20} stroke={1.6} aria-hidden="true" />}
      hint={`${staying}, then the band ${going}: ${counted(bars, "bar")} in all.`}
      action="Continue"
      making={made}
      onMake={() => made.make({ verb: "continue", bar, settings: { bars } }, from)}
    >
      <div className={classes.row}>
        <span>After bar</span>
        <span className={classes.number}>
          <TypedNumber
            label="After bar"
            min={1}
            max={last}
            step={1}
            value={bar}
            onChange={setBar}
          />
        </span>
        <Button
          className={classes.small}
          size="compact-sm"
          variant="subtle"
          color="gray"
          disabled={!here}
          onClick={toPlayhead}
        >
          At the playhead
        </Button>
      </div>
      <div className={classes.row}>
        <span>Go on for</span>
        <span className={classes.number}>
          <TypedNumber
            label="How many more bars"
            min={fewest}
            max={MAX_BARS - bar}
            step={1}
            value={bars - bar}
            onChange={setMore}
          />
        </span>
        <span>{bars - bar === 1 ? "bar" : "bars"}</span>
      </div>
    </VerbCard>
  )
}
