/** The roles that were turned up or down for a song, small. */
import { VisuallyHidden } from "@mantine/core"
import type { Song } from "../../api/client"
import { levelWords } from "../../music/roles"
import { RoleGlyph } from "../../ui/RoleGlyph"
import { ROLE_NAME } from "../../ui/roleStyle"
import classes from "./card.module.css"
import { askedFor } from "./facts"

export function Asked({ song }: { song: Song }) {
  return askedFor(song).map(({ role, level }) => (
    <span key={role} className={classes.chip}>
      <RoleGlyph role={role} size={13} />
      <VisuallyHidden>{ROLE_NAME[role]}</VisuallyHidden>
      {levelWords(level)}
    </span>
  ))
}
