/** The roles that were turned up or down for a song, small. */
import { Tooltip, VisuallyHidden } from "@mantine/core"
import type { Song } from "../../api/client"
import { levelWords } from "../../music/roles"
import { RoleGlyph } from "../../ui/RoleGlyph"
import { ROLE_NAME } from "../../ui/roleStyle"
import classes from "./card.module.css"
import { askedFor } from "./facts"

export function Asked({ song }: { song: Song }) {
  return (
    <span className={classes.asked}>
      {askedFor(song).map(({ role, level }) => (
        <Tooltip key={role} label={`${ROLE_NAME[role]} ${levelWords(level)}`}>
          <span className={classes.chip} data-off={level === 0 || undefined}>
            <RoleGlyph role={role} size={14} />
            <VisuallyHidden>{ROLE_NAME[role]}</VisuallyHidden>
            {levelWords(level)}
          </span>
        </Tooltip>
      ))}
    </span>
  )
}
