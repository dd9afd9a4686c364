/** Plays and pauses a card's song; filled while it is the one that sounds. */
import { IconLoader2, IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react"
import type { Song } from "../../api/client"
import button from "./button.module.css"
import classes from "./card.module.css"
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
  if (isLoading) return <IconLoader2 size={20} className={button.spin} />
  return isOn ? <IconPlayerPauseFilled size={19} /> : <IconPlayerPlayFilled size={19} />
}
