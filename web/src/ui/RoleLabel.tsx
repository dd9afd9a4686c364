/** A role by its sign and its name. */
import type { Role } from "../music/roles"
import { RoleGlyph } from "./RoleGlyph"
import classes from "./RoleLabel.module.css"
import { ROLE_NAME } from "./roleStyle"

export function RoleLabel({ role }: { role: Role }) {
  return (
    <span className={classes.label}>
      <RoleGlyph role={role} size={18} />
      {ROLE_NAME[role]}
    </span>
  )
}
