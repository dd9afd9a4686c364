/** A song on its way: one line per role that grows with the bars, and a way to stop. */
import { Button } from "@mantine/core"
import type { CSSProperties } from "react"
import type { Song } from "../../api/client"
import { ROLES } from "../../music/roles"
import { roleColour } from "../../ui/roleStyle"
import classes from "./card.module.css"
import timeline from "./timeline.module.css"

export function Composing({ song, onLeave }: { song: Song; onLeave: () => void }) {
  const { bars_done: done } = song
  const total = song.bars_total ?? done
  const share = total ? done / total : 0
  const roles = ROLES.filter((role) => song.recipe[role] !== 0)
  return (
    <>
      <div
        className={timeline.growing}
        role="progressbar"
        aria-label={`Composing ${song.title}`}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={`${done} of ${total} bars`}
      >
        {roles.map((role) => (
          <span
            key={role}
            style={{ "--share": `${share * 100}%`, "--colour": roleColour(role) } as CSSProperties}
          />
        ))}
      </div>
      <div className={classes.actions}>
        <span className={classes.status}>
          Composing <b>{done}</b> of {total} bars
        </span>
        <Button
          size="compact-md"
          variant="subtle"
          color="gray"
          className={classes.quiet}
          aria-label={`Cancel ${song.title}`}
          onClick={onLeave}
        >
          Cancel
        </Button>
      </div>
    </>
  )
}
