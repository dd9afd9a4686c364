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

export function Progress({ song, feed, onCancel }: Props) {
  return (
    <div className={classes.progress}>
      {song.bars_total === null ? (
        <Endless song={song} feed={feed} />
      ) : (
        <>
          <Bars song={song} feed={feed} total={song.bars_total} />
          <Button className={classes.end} size="compact-sm" variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </>
      )}
    </div>
  )
}

type Heard = Omit<Props, "onCancel">

function Bars({ song, feed, total }: Heard & { readonly total: number }) {
  const done = useDone(song, feed)
  const words = done ? `${done} of ${total} bars` : "Waiting to be composed"
  return (
    <>
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
    </>
  )
}

function Endless({ song, feed }: Heard) {
  const stop = useStopBand(song.id)
  return (
    <>
      <SoFar song={song} feed={feed} />
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
    </>
  )
}

function SoFar({ song, feed }: Heard) {
  const done = useDone(song, feed)
  return <span className={classes.words}>{counted(done, "bar")} so far</span>
}

/** Who listens knows sooner than the service tells. */
function useDone({ bars_done }: Song, feed: ScoreFeed): number {
  return Math.max(
    bars_done,
    useScoreOf(feed, (score) => score?.bars ?? 0),
  )
}
