/** A song's name and facts, and above them the way back and what can be done with it. */
import { IconArrowLeft } from "@tabler/icons-react"
import { Link } from "wouter"
import type { Song } from "../../api/client"
import { useSong } from "../../api/songs"
import { starterTitle, useStarters } from "../../api/starters"
import type { ScoreFeed } from "../../music/score"
import { ago, moment } from "../../music/words"
import { useScore } from "../../ui/feeds"
import { Actions } from "./Actions"
import { factsOf, hasStarter, isEndless, madeOf } from "./facts"
import classes from "./header.module.css"
import { Soon } from "./Soon"
import { Title } from "./Title"

type Props = {
  readonly song: Song
  readonly feed: ScoreFeed
  readonly onBack: () => void
  readonly onDelete: () => void
}

export function Header({ song, feed, onBack, onDelete }: Props) {
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <Back onBack={onBack} />
        <Soon>
          <Actions song={song} onDelete={onDelete} />
        </Soon>
      </div>
      <Title song={song} />
      <div className={classes.facts}>
        <Facts song={song} feed={feed} />
        <Origin song={song} />
      </div>
    </header>
  )
}

function Facts({ song, feed }: Pick<Props, "song" | "feed">) {
  const score = useScore(feed)
  return (
    <ul aria-label="Facts">
      {isEndless(song) && <li className={classes.endless}>Endless</li>}
      {factsOf(song, score).map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  )
}

export function Back({ onBack }: { onBack: () => void }) {
  return (
    <button type="button" className={classes.back} onClick={onBack}>
      <IconArrowLeft size={18} aria-hidden="true" />
      Songs
    </button>
  )
}

function Origin({ song }: { song: Song }) {
  const starters = useStarters().data ?? []
  return (
    <p className={classes.origin}>
      {song.parent && <Parent song={song} parent={song.parent} />}
      {hasStarter(song) && <span>from {starterTitle(song.recipe.start, starters)}</span>}
      <time dateTime={song.created} title={moment(song.created)}>
        {ago(song.created, new Date())}
      </time>
    </p>
  )
}

function Parent({ song, parent }: { song: Song; parent: string }) {
  const { data, isError } = useSong(parent)
  const made = madeOf(song)
  if (isError && !data) return <span>{made} a song that is gone</span>
  return (
    <span>
      {made} <Link href={`/songs/${parent}`}>{data?.title ?? "another song"}</Link>
    </span>
  )
}
