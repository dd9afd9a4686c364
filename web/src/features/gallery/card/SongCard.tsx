/**
 * One song as a card: seen, played, named, taken along, or let go of. Its keys are those of a list of
 * files: Enter opens, Space plays, F2 renames, Delete deletes.
 */
import { type KeyboardEvent, memo, useState } from "react"
import { useLocation } from "wouter"
import type { Song } from "../../../api/client"
import { useEditSong } from "../../../api/songs"
import { Frame } from "./Card"
import { Composing } from "./Composing"
import { Failed } from "./Failed"
import { hrefOf } from "./facts"
import type { CardProps, Change, Hand } from "./hand"
import { Ready } from "./Ready"
import { Title } from "./Title"
import { type Playing, usePlaying } from "./usePlaying"

const STATES = { composing: Composing, ready: Ready, failed: Failed }

export const SongCard = memo(function SongCard({ hand, ...rest }: CardProps) {
  const { song, isCurrent } = rest
  const [isRenaming, setRenaming] = useState(false)
  const edit = useEditSong(song)
  const playing = usePlaying(song)
  const tabIndex = isCurrent ? 0 : -1
  const State = STATES[song.status]

  const startRenaming = () => setRenaming(true)
  const keys = useKeys(song, hand, playing, startRenaming)
  const change = (what: Change) =>
    edit.mutate(what, { onError: (problem) => hand.tell(problem.message, { isProblem: true }) })
  const renamed = (title: string | null) => {
    setRenaming(false)
    if (title) change({ title })
  }
  return (
    <Frame {...rest} data-present={playing.isPresent || undefined} onKeyDown={keys}>
      <State
        {...{ song, hand, playing, tabIndex }}
        onChange={change}
        onRename={startRenaming}
        title={
          <Title {...{ song, tabIndex, isRenaming }} onRename={startRenaming} onRenamed={renamed} />
        }
      />
    </Frame>
  )
})

function useKeys(song: Song, hand: Hand, playing: Playing, rename: () => void) {
  const [, go] = useLocation()
  const meanings: Readonly<Record<string, () => void>> = {
    Enter: () => go(hrefOf(song)),
    " ": () => song.status !== "failed" && playing.toggle(),
    F2: rename,
    Delete: () => hand.remove(song),
  }
  return (event: KeyboardEvent<HTMLElement>) => {
    const mean = meanings[event.key]
    if (!mean || event.target !== event.currentTarget || event.repeat) return
    event.preventDefault()
    mean()
  }
}
