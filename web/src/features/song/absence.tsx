/** What stands on a song's page while there is no song to show: not yet, or not any more. */
import { Button } from "@mantine/core"
import { IconArrowBackUp, IconMusicOff } from "@tabler/icons-react"
import { useSongs } from "../../api/songLists"
import { useRestoreSong } from "../../api/songs"
import { Absence } from "../../ui/Absence"
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

const DELETED = { search: "", sort: "newest", favourites: false, deleted: true } as const

/** A song that was deleted can be had back from here, for as long as it is kept. */
export function Missing({ id, onBack }: Away & { readonly id: string }) {
  const { songs, list } = useSongs(DELETED)
  const restore = useRestoreSong()
  const deleted = songs.find((song) => song.id === id)
  if (list.isPending) return <Skeletons onBack={onBack} />
  const [title, sentence] = deleted
    ? [`${deleted.title} is deleted`, "It is kept for some days, and can be taken back until then."]
    : ["There is no such song", "Its link may be of another studio, or it was deleted for good."]
  return (
    <Absence
      sign={IconMusicOff}
      heading="h2"
      {...{ title, sentence }}
      problem={restore.error?.message}
    >
      {deleted && (
        <Button
          loading={restore.isPending}
          leftSection={<IconArrowBackUp size={16} />}
          onClick={() => restore.mutate(deleted)}
        >
          Restore it
        </Button>
      )}
      <BackToSongs onBack={onBack} />
    </Absence>
  )
}

export function BackToSongs({ onBack }: Away) {
  return (
    <Button variant="default" onClick={onBack}>
      Back to the songs
    </Button>
  )
}
