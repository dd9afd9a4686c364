/** Where the song is: a line to seek on, and the time before and after. Alone redrawn as time goes by. */
import type { CSSProperties } from "react"
import { clock, spokenTime } from "../../music/words"
import { usePlayback, usePlayer, usePosition } from "../../ui/playback"
import classes from "./player.module.css"

const STEP_SECONDS = 1

export function Seek({ title }: { title: string }) {
  const player = usePlayer()
  const seconds = usePlayback((playback) => playback.seconds)
  const position = Math.min(usePosition(), seconds)
  const played = seconds ? position / seconds : 0
  return (
    <div className={classes.seek}>
      <span aria-hidden="true">{clock(position)}</span>
      <input
        type="range"
        min={0}
        max={Math.max(seconds, STEP_SECONDS)}
        step={STEP_SECONDS}
        value={position}
        aria-label={`Position in ${title}, in the player`}
        aria-valuetext={`${spokenTime(position)} of ${clock(seconds)}`}
        style={{ "--played": `${played * 100}%` } as CSSProperties}
        onChange={(event) => player.seek(Number(event.target.value))}
      />
      <span aria-hidden="true">{clock(seconds)}</span>
    </div>
  )
}
