/** Plays and pauses a card's song; filled while it is the one that sounds. */
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react"
import type { Song } from "../../../api/client"
import { Turning } from "../../../ui/Turning"
import classes from "./PlayButton.module.css"
import type { Playing } from "./usePlaying"

type Props = { readonly song: Song; readonly playing: Playing; readonly tabIndex: number }

export function PlayButton({ song, playing, tabIndex }: Props) {
  return (
    <button
      type="button"
      className={classes.play}
      data-on={playing.isPresent || undefined}
      tabIndex={tabIndex}
      aria-label={`${playing.isOn ? "Pause" : "Play"} ${song.title}`}
      onClick={playing.toggle}
    >
      <Sign {...playing} />
    </button>
  )
}

function Sign({ isOn, isLoading }: Playing) {
  if (isLoading) return <Turning size={20} />
  return isOn ? <IconPlayerPauseFilled size={19} /> : <IconPlayerPlayFilled size={19} />
}
