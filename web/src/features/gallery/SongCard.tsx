/** One song, in whichever state it is. */
import type { Song } from "../../api/client"
import { useStarters } from "../../api/starters"
import { Asked } from "./Asked"
import { Composing } from "./Composing"
import classes from "./card.module.css"
import { Failed } from "./Failed"
import { factsOf } from "./facts"
import { Leaving } from "./Leaving"
import { Ready } from "./Ready"

type Props = {
  readonly song: Song
  readonly leaving: boolean
  readonly onLeave: () => void
  readonly onStay: () => void
}

const STATES = { composing: Composing, ready: Ready, failed: Failed }

export function SongCard({ song, leaving, onLeave, onStay }: Props) {
  const starters = useStarters().data ?? []
  const State = STATES[song.status]
  if (leaving) return <Leaving song={song} onStay={onStay} />
  return (
    <article className={classes.card} aria-label={song.title} data-status={song.status}>
      <header className={classes.title}>
        <Title text={song.title} />
        <Asked song={song} />
        <p>{factsOf(song, starters, new Date()).join(" · ")}</p>
      </header>
      <State song={song} onLeave={onLeave} />
    </article>
  )
}

/** A title may name a style behind a dot: `Midnight Letter · waltz`. It stands back. */
function Title({ text }: { text: string }) {
  const [name, ...style] = text.split(/(?= · )/)
  return (
    <h3>
      {name}
      <span>{style}</span>
    </h3>
  )
}
