/** A song on its way: a line for each role that grows with the bars, or sways where there is no end. */
import type { CSSProperties } from "react"
import type { Song } from "../../../api/client"
import { roleColour } from "../../../ui/roleStyle"
import { isEndless, progressOf, rolesOf } from "./facts"
import classes from "./Growing.module.css"

const SWAY = 62

export function Growing({ song }: { song: Song }) {
  const total = song.bars_total
  const share = total ? (song.bars_done / total) * 100 : SWAY
  const lines = rolesOf(song).map((role) => (
    <span
      key={role}
      style={{ "--share": `${share}%`, "--colour": roleColour(role) } as CSSProperties}
    />
  ))
  if (isEndless(song)) {
    return (
      <div className={classes.growing} data-endless>
        {lines}
        <div className={classes.badge}>
          <i /> Live
        </div>
      </div>
    )
  }
  return (
    <div
      className={classes.growing}
      role="progressbar"
      aria-label={`Composing ${song.title}`}
      aria-valuemin={0}
      aria-valuemax={total ?? 0}
      aria-valuenow={song.bars_done}
      aria-valuetext={progressOf(song)}
    >
      {lines}
    </div>
  )
}
