/** A card's inside while its song is composed: how far it is, to be heard already, and a way to stop. */
import { useStopBand } from "../../../api/band"
import { useSong } from "../../../api/songs"
import { Action, Face } from "./Card"
import { isEndless, progressOf, startOf } from "./facts"
import { Growing } from "./Growing"
import type { PartProps } from "./hand"
import { PlayButton } from "./PlayButton"

export function Composing({ song, hand, playing, tabIndex, title }: PartProps) {
  useSong(song.id) // which follows it, and writes what it hears into the list
  return (
    <Face
      picture={<Growing song={song} />}
      play={<PlayButton {...{ song, playing, tabIndex }} />}
      title={title}
      facts={[progressOf(song), startOf(song, hand.starterTitle)]}
    >
      {isEndless(song) ? (
        <Stop {...{ song, hand, tabIndex }} />
      ) : (
        <Action
          tabIndex={tabIndex}
          aria-label={`Cancel ${song.title}`}
          onClick={() => hand.remove(song)}
        >
          Cancel
        </Action>
      )}
    </Face>
  )
}

function Stop({ song, hand, tabIndex }: Pick<PartProps, "song" | "hand" | "tabIndex">) {
  const stop = useStopBand(song.id)
  const onError = (problem: Error) => hand.tell(problem.message, { isProblem: true })
  return (
    <Action
      tabIndex={tabIndex}
      disabled={stop.isPending}
      aria-label={`Stop and keep ${song.title}`}
      onClick={() => stop.mutate(undefined, { onError })}
    >
      Stop and keep
    </Action>
  )
}
