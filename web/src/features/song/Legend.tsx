/** Which colour is whose. */
import { ROLES, type Role } from "../../music/roles"
import { RoleGlyph } from "../../ui/RoleGlyph"
import { ROLE_NAME } from "../../ui/roleStyle"
import classes from "./stage.module.css"

export function Legend({ dimmed }: { dimmed: ReadonlySet<Role> }) {
  return (
    <ul className={classes.legend} aria-label="Colours">
      {ROLES.map((role) => (
        <li key={role} data-dimmed={dimmed.has(role) || undefined}>
          <RoleGlyph role={role} size={14} />
          <span>{ROLE_NAME[role]}</span>
        </li>
      ))}
    </ul>
  )
}
