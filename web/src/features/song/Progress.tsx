/** How far a song is that is being composed, and how to end it. */
import { Button } from "@mantine/core"
import { IconPlayerStopFilled } from "@tabler/icons-react"
import type { CSSProperties } from "react"
import { Link } from "wouter"
import { useStopBand } from "../../api/band"
import type { Song } from "../../api/client"
import type { ScoreFeed } from "../../music/score"
import { counted } from "../../music/words"
import { useScoreOf } from "../../ui/feeds"
import { Problem } from "../../ui/Problem"
import classes from "./stage.module.css"

type Props = {
  readonly song: Song
  readonly feed: ScoreFeed
  readonly onCancel: () => void
}

export function Progress(props: Props) {
  const heard = useScoreOf(props.feed, (score) => score?.bars ?? 0)
  const done = Math.max(props.song.bars_done, heard)
  const total = props.song.bars_total
  return total === null ? (
    <Endless {...props} done={done} />
  ) : (
    <Bars {...props} {...{ done, total }} />
  )
}

type BarsProps = Props & { readonly done: number; readonly total: number }

function Bars({ song, done, total, onCancel }: BarsProps) {
  const words = done ? `${done} of ${total} bars` : "Waiting to be composed"
  return (
    <div className={classes.progress}>
      <span className={classes.words}>
        {done > 0 && <span className={classes.verb}>Composing </span>}
        {words}
      </span>
      <div
        className={classes.line}
        role="progressbar"
        aria-label={`Composing ${song.title}`}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={words}
        style={{ "--share": done / Math.max(1, total) } as CSSProperties}
      />
      <Button className={classes.end} size="compact-sm" variant="default" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}

function Endless({ song, done }: Props & { readonly done: number }) {
  const stop = useStopBand(song.id)
  return (
    <div className={classes.progress}>
      <span className={classes.words}>{counted(done, "bar")} so far</span>
      <Link href={`/live/${song.id}`} className={classes.live}>
        Steer it live
      </Link>
      <Button
        className={classes.end}
        size="compact-sm"
        leftSection={<IconPlayerStopFilled size={14} />}
        loading={stop.isPending}
        onClick={() => stop.mutate(undefined)}
      >
        Stop and keep
      </Button>
      {stop.error && <Problem sentence={stop.error.message} />}
    </div>
  )
}
