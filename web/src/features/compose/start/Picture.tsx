/** The notes of a starter, small, in the colours of their roles. */
import { memo } from "react"
import { ROLES } from "../../../music/roles"
import type { Score } from "../../../music/score"
import { roleColour } from "../../../ui/roleStyle"
import classes from "./StarterFace.module.css"
import { PICTURE_HEIGHT, PICTURE_WIDTH, picturePaths } from "./strokes"

export const Picture = memo(function Picture({ score }: { score: Score | undefined }) {
  const paths = score && picturePaths(score)
  return (
    <svg
      className={classes.picture}
      viewBox={`0 0 ${PICTURE_WIDTH} ${PICTURE_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {paths &&
        ROLES.map((role) => (
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
