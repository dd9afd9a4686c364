/** The page of one song, in whichever state it is. */
import { useDeferredValue } from "react"
import { NotFound } from "../../api/client"
import { useSong } from "../../api/songs"
import { Unanswered } from "../../ui/Absence"
import { BackToSongs, Missing, Skeletons } from "./absence"
import { SongView } from "./SongView"
import classes from "./song.module.css"

type Props = { readonly id: string; readonly onLeave: () => void }

export function SongPage(props: Props) {
  return (
    <div className={classes.page}>
      <Song key={props.id} {...props} />
    </div>
  )
}

function Song({ id, onLeave }: Props) {
  const { data: told, error, isFetching, refetch } = useSong(id)
  // an answer is drawn in short pieces, which keep nobody waiting
  const data = useDeferredValue(told)
  if (error instanceof NotFound) return <Missing id={id} onBack={onLeave} />
  if (data) return <SongView song={data} trouble={error?.message ?? null} onLeave={onLeave} />
  if (!error) return <Skeletons onBack={onLeave} />
  return (
    <Unanswered heading="h2" sentence={error.message} busy={isFetching} onRetry={refetch}>
      <BackToSongs onBack={onLeave} />
    </Unanswered>
  )
}
