/** A whole song as a small piano roll. Paints what `rollPaths` says, and decides nothing. */
import { memo } from "react"
import type { Score } from "../music/midi"
import { ROLES } from "../music/roles"
import { ROLL_HEIGHT, ROLL_WIDTH, rollPaths } from "../music/roll"
import { roleColour } from "./roleStyle"

type Props = { readonly score: Score; readonly className: string | undefined }

export const Roll = memo(function Roll({ score, className }: Props) {
  const paths = rollPaths(score)
  return (
    <svg
      className={className}
      viewBox={`0 0 ${ROLL_WIDTH} ${ROLL_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {ROLES.map((role) => (
        <path
          key={role}
          d={paths[role]}
          fill="none"
          stroke={roleColour(role)}
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
})
