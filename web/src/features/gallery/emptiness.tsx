/** What stands in the gallery when there is no song to show. */
import { Button } from "@mantine/core"
import {
  IconHeart,
  IconPlugConnectedX,
  IconRefresh,
  IconSearch,
  IconSparkles,
  IconTrash,
} from "@tabler/icons-react"
import type { ReactNode } from "react"
import type { Listing } from "../../api/songPages"
import { useCompose } from "../../api/songs"
import { drawSeed } from "../../music/seed"
import { Mark } from "../../ui/Mark"
import { Problem } from "../../ui/Problem"
import card from "./card.module.css"
import classes from "./gallery.module.css"

const SKELETONS = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]

export function Skeletons() {
  return (
    <div className={classes.skeletons} role="status" aria-label="Fetching the songs">
      {SKELETONS.map((key) => (
        <div key={key} className={card.skeleton} />
      ))}
    </div>
  )
}

type NothingProps = {
  readonly listing: Listing
  readonly onShow: (change: Partial<Listing>) => void
}

/** Why a list has no songs, and the way on. */
export function Nothing({ listing, onShow }: NothingProps) {
  const { search, favourites, deleted } = listing
  if (search)
    return (
      <Blank
        sign={<IconSearch size={52} stroke={1.2} />}
        title="Nothing found"
        sentence={`No title has “${search}” in it.`}
      >
        <Button variant="default" onClick={() => onShow({ search: "" })}>
          Clear the search
        </Button>
      </Blank>
    )
  if (deleted)
    return (
      <Blank
        sign={<IconTrash size={52} stroke={1.2} />}
        title="Nothing was deleted"
        sentence="Songs that you delete stay here for some days."
      />
    )
  if (favourites)
    return (
      <Blank
        sign={<IconHeart size={52} stroke={1.2} />}
        title="No favourites yet"
        sentence="Press the heart on a song, and you’ll find it here."
      >
        <Button variant="default" onClick={() => onShow({ favourites: false })}>
          Show all songs
        </Button>
      </Blank>
    )
  return <First />
}

function First() {
  const compose = useCompose()
  const generate = () => compose.mutate({ seed: drawSeed() })
  return (
    <Blank
      sign={<Mark size={72} />}
      title="No songs yet"
      sentence="Ask for one as you like it, or let the band surprise you. It takes a few seconds."
    >
      <Button
        leftSection={<IconSparkles size={18} />}
        loading={compose.isPending}
        onClick={generate}
      >
        Surprise me
      </Button>
      {compose.error && <Problem sentence={compose.error.message} />}
    </Blank>
  )
}

type UnansweredProps = {
  readonly sentence: string
  readonly busy: boolean
  readonly onRetry: () => void
}

export function Unanswered({ sentence, busy, onRetry }: UnansweredProps) {
  return (
    <div role="alert">
      <Blank
        sign={<IconPlugConnectedX size={52} stroke={1.2} />}
        title="Nobody is home"
        sentence={`${sentence} This page looks again by itself.`}
      >
        <Button
          variant="default"
          loading={busy}
          leftSection={<IconRefresh size={16} />}
          onClick={onRetry}
        >
          Try again
        </Button>
      </Blank>
    </div>
  )
}

type BlankProps = {
  readonly sign: ReactNode
  readonly title: string
  readonly sentence: string
  readonly children?: ReactNode
}

function Blank({ sign, title, sentence, children }: BlankProps) {
  return (
    <div className={classes.blank}>
      {sign}
      <h3>{title}</h3>
      <p>{sentence}</p>
      {children}
    </div>
  )
}
