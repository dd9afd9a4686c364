/** A starter as a tile that is pressed, with a button to hear it. */
import type { ButtonHTMLAttributes } from "react"
import { SILENCE } from "../../../api/starters"
import { Listen } from "./Listen"
import { type FaceProps, StarterFace } from "./StarterFace"
import classes from "./StarterTile.module.css"

type Pressed = Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  "onClick" | "aria-pressed" | "aria-haspopup"
>

export function StarterTile({ starter, score, over, after, ...rest }: FaceProps & Pressed) {
  return (
    <div className={classes.tile}>
      <button type="button" className={classes.choose} {...rest}>
        <StarterFace {...{ starter, score, over, after }} />
      </button>
      {starter.name !== SILENCE && <Listen starter={starter} score={score} />}
    </div>
  )
}
