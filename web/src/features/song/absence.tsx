/** What stands on a song's page while there is no song to show: not yet, not any more, or nobody there to ask. */
import { Button } from "@mantine/core"
import { IconArrowBackUp, IconMusicOff, IconPlugConnectedX, IconRefresh } from "@tabler/icons-react"
import { useSongs } from "../../api/songLists"
import { useRestoreSong } from "../../api/songs"
import { Problem } from "../../ui/Problem"
import { Back } from "./Header"
import header from "./header.module.css"
import classes from "./song.module.css"

type Away = { readonly onBack: () => void }

export function Skeletons({ onBack }: Away) {
  return (
    <div className={classes.song} role="status" aria-label="Fetching the song">
      <div className={header.header}>
        <div className={header.bar}>
          <Back onBack={onBack} />
        </div>
        <div className={header.title}>
          <div className={`${classes.bone} ${classes.name}`} />
        </div>
        <div className={header.facts}>
          <div className={`${classes.bone} ${classes.facts}`} />
        </div>
      </div>
      <div className={`${classes.bone} ${classes.stage}`} />
    </div>
  )
}

type UnansweredProps = Away & {
  readonly sentence: string
  readonly busy: boolean
  readonly onRetry: () => void
}

export function Unanswered({ sentence, busy, onRetry, onBack }: UnansweredProps) {
  return (
    <div className={classes.absent} role="alert">
      <IconPlugConnectedX size={56} stroke={1.2} aria-hidden="true" />
      <h2>Nobody is home</h2>
      <p>{sentence} This page looks again by itself.</p>
      <div className={classes.buttons}>
        <Button loading={busy} leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          Try again
        </Button>
        <Button variant="default" onClick={onBack}>
          Back to the songs
        </Button>
      </div>
    </div>
  )
}

const DELETED = { search: "", sort: "newest", favourites: false, deleted: true } as const

/** A song that was deleted can be had back from here, for as long as it is kept. */
export function Missing({ id, onBack }: Away & { readonly id: string }) {
  const { songs, list } = useSongs(DELETED)
  const restore = useRestoreSong()
  const deleted = songs.find((song) => song.id === id)
  if (list.isPending) return <Skeletons onBack={onBack} />
  return (
    <div className={classes.absent}>
      <IconMusicOff size={56} stroke={1.2} aria-hidden="true" />
      <h2>{deleted ? `${deleted.title} is deleted` : "There is no such song"}</h2>
      <p>
        {deleted
          ? "It is kept for some days, and can be taken back until then."
          : "Its link may be of another studio, or it was deleted for good."}
      </p>
      {restore.error && <Problem sentence={restore.error.message} />}
      <div className={classes.buttons}>
        {deleted && (
          <Button
            loading={restore.isPending}
            leftSection={<IconArrowBackUp size={16} />}
            onClick={() => restore.mutate(deleted)}
          >
            Restore it
          </Button>
        )}
        <Button variant="default" onClick={onBack}>
          Back to the songs
        </Button>
      </div>
    </div>
  )
}
