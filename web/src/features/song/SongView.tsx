/** A song that is known: everything its page shows of it. Wires its parts, and announces what becomes of it. */
import { Button, VisuallyHidden } from "@mantine/core"
import { useEffect, useMemo } from "react"
import type { Song } from "../../api/client"
import { playableOf } from "../../api/feeds"
import { useFeeds } from "../../ui/feeds"
import { Problem } from "../../ui/Problem"
import { usePlayer } from "../../ui/playback"
import { AskedAndPlayed } from "./AskedAndPlayed"
import { Changes } from "./Changes"
import { Header } from "./Header"
import { Mixer } from "./Mixer"
import { Soon } from "./Soon"
import { Stage } from "./Stage"
import classes from "./song.module.css"
import { useDelete } from "./useDelete"
import { useAgain } from "./useMade"
import { useSpaceKey } from "./useSpaceKey"
import { useTransport } from "./useTransport"
import { Verbs } from "./Verbs"

type Props = {
  readonly song: Song
  /** Why the service doesn't answer now; what is there stays. */
  readonly trouble: string | null
  readonly onLeave: () => void
}

export function SongView({ song, trouble, onLeave }: Props) {
  const playable = usePlayable(song)
  const transport = useTransport(playable)
  const remove = useDelete(song, onLeave)
  const isFailed = song.status === "failed"
  useSpaceKey(song.id, transport.play)
  useTitle(song.title)

  return (
    <article className={classes.song} aria-label={song.title}>
      <VisuallyHidden role="status">{announced(song)}</VisuallyHidden>
      <Header song={song} feed={playable.feed} onBack={onLeave} onDelete={remove} />
      {trouble && <Problem sentence={`${trouble} Looking for it…`} />}
      {isFailed && <Failed song={song} onDelete={remove} />}
      {!isFailed && <Stage {...{ song, playable, transport }} onCancel={remove} />}
      {!isFailed && (
        <Soon>
          <div className={classes.desk}>
            <Mixer feed={playable.feed} sounding={transport.state === "playing"} />
            <AskedAndPlayed song={song} />
          </div>
          {song.status === "ready" && (
            <Verbs song={song} feed={playable.feed} loop={transport.loop} here={transport.here} />
          )}
          <Changes text={song.recipe.changes} />
          {song.model && <small className={classes.print}>Composed by model {song.model}</small>}
        </Soon>
      )}
    </article>
  )
}

/** What the player plays, told again when more is known of it. */
function usePlayable(song: Song) {
  const player = usePlayer()
  const feeds = useFeeds()
  const { id, title, status } = song
  const playable = useMemo(
    () => playableOf({ id, title, status }, feeds),
    [id, title, status, feeds],
  )
  useEffect(() => player.renew(playable), [player, playable])
  return playable
}

function Failed({ song, onDelete }: { song: Song; onDelete: () => void }) {
  const { again, isPending, error } = useAgain(song)
  const why = song.error ?? "This song could not be composed."
  return (
    <div className={classes.failed}>
      <Problem sentence={error?.message ?? why} busy={isPending} onRetry={again} />
      <Button variant="default" onClick={onDelete}>
        Delete it
      </Button>
    </div>
  )
}

function announced({ status, title }: Song): string {
  if (status === "composing") return `Composing ${title}.`
  return status === "ready" ? `${title} is composed.` : `${title} could not be composed.`
}

function useTitle(title: string) {
  useEffect(() => {
    const before = document.title
    document.title = `${title} · LSTMelody`
    return () => {
      document.title = before
    }
  }, [title])
}
