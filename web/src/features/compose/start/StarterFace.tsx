/** What a starter looks like: its notes, its name, what is known of it, and who plays. */
import { VisuallyHidden } from "@mantine/core"
import { IconMoon } from "@tabler/icons-react"
import type { ReactNode } from "react"
import type { Starter } from "../../../api/client"
import { SILENCE } from "../../../api/starters"
import { ROLES } from "../../../music/roles"
import type { Score } from "../../../music/score"
import { RoleGlyph } from "../../../ui/RoleGlyph"
import { ROLE_NAME } from "../../../ui/roleStyle"
import { starterFacts } from "./facts"
import { Picture } from "./Picture"
import classes from "./StarterFace.module.css"

export type FaceProps = {
  readonly starter: Starter
  readonly score: Score | undefined
  /** Lies over the picture. */
  readonly over?: ReactNode
  /** Stands after the name. */
  readonly after?: ReactNode
}

export function StarterFace({ starter, score, over, after }: FaceProps) {
  const isSilence = starter.name === SILENCE
  return (
    <>
      <span className={classes.scene}>
        {isSilence ? <IconMoon size={28} stroke={1.2} /> : <Picture score={score} />}
        {over}
      </span>
      <span className={classes.name}>
        <span>{starter.title}</span>
        {after}
      </span>
      <span className={classes.facts}>
        {isSilence ? "The band begins by itself" : starterFacts(starter)}
      </span>
      <Players roles={starter.roles} />
    </>
  )
}

function Players({ roles }: { roles: readonly string[] }) {
  const playing = ROLES.filter((role) => roles.includes(role))
  return (
    <span className={classes.players}>
      {playing.map((role) => (
        <span key={role} title={ROLE_NAME[role]}>
          <RoleGlyph role={role} size={16} />
        </span>
      ))}
      <VisuallyHidden>{playing.map((role) => ROLE_NAME[role]).join(", ")}</VisuallyHidden>
    </span>
  )
}
