/** A band that plays on: begun here, steered while it plays, and kept as a song when it is stopped. */
import { Loader } from "@mantine/core"
import { useSong } from "../../api/songs"
import { Problem } from "../../ui/Problem"
import { Ended } from "./Ended"
import classes from "./LivePage.module.css"
import { OnStage } from "./OnStage"
import { Start } from "./Start"

export function LivePage({ id }: { id: string | undefined }) {
  return (
    <section className={classes.page} aria-label="Live">
      {id ? <Band id={id} /> : <Start />}
    </section>
  )
}

function Band({ id }: { id: string }) {
  const song = useSong(id)
  if (song.error && !song.data)
    return <Problem sentence={song.error.message} onRetry={() => song.refetch()} />
  if (!song.data) return <Loader aria-label="Looking for the band" />
  const plays = song.data.status === "composing" && song.data.bars_total === null
  return plays ? <OnStage song={song.data} /> : <Ended song={song.data} />
}
