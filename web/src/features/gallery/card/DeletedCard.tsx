/** A song that was deleted, while it can still be restored. */
import { memo } from "react"
import { ago } from "../../../music/words"
import { Thumbnail } from "../../../ui/roll/Thumbnail"
import { Action, Face, Frame } from "./Card"
import { originOf, soundOf } from "./facts"
import type { CardProps } from "./hand"
import { StillTitle } from "./Title"

export const DeletedCard = memo(function DeletedCard({ hand, ...rest }: CardProps) {
  const { song, isCurrent } = rest
  const isReady = song.status === "ready"
  return (
    <Frame {...rest} data-deleted>
      <Face
        picture={<Thumbnail preview={song.preview} />}
        title={<StillTitle title={song.title} />}
        facts={[soundOf(song), originOf(song, hand.starterTitle)]}
        when={`${isReady ? "Composed" : "Begun"} ${ago(song.created, new Date())}`}
      >
        <Action
          tabIndex={isCurrent ? 0 : -1}
          aria-label={`Restore ${song.title}`}
          onClick={() => hand.restore(song)}
        >
          Restore
        </Action>
      </Face>
    </Frame>
  )
})
