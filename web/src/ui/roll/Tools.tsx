/** The roll's buttons. Each has a key too, which its tip tells. */
import {
  IconArrowAutofitWidth,
  IconFocusCentered,
  IconRepeat,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react"
import type { ReactNode } from "react"
import { IconButton } from "../IconButton"
import classes from "./Tools.module.css"

type Props = {
  readonly isFollowing: boolean
  readonly isLooping: boolean
  readonly onFollow: () => void
  /** Without it, there is no such button. */
  readonly onLoop?: (() => void) | undefined
  readonly onZoomIn: () => void
  readonly onZoomOut: () => void
  readonly onFit: () => void
}

export function Tools(props: Props) {
  return (
    <div className={classes.tools}>
      {props.onLoop && (
        <Tool label="Loop" keys="L" pressed={props.isLooping} onClick={props.onLoop}>
          <IconRepeat size={18} />
        </Tool>
      )}
      <Tool label="Follow what plays" keys="F" pressed={props.isFollowing} onClick={props.onFollow}>
        <IconFocusCentered size={18} />
      </Tool>
      <Tool label="Zoom out" keys="−" onClick={props.onZoomOut}>
        <IconZoomOut size={18} />
      </Tool>
      <Tool label="Zoom in" keys="+" onClick={props.onZoomIn}>
        <IconZoomIn size={18} />
      </Tool>
      <Tool label="Show the whole song" keys="0" onClick={props.onFit}>
        <IconArrowAutofitWidth size={18} />
      </Tool>
    </div>
  )
}

type ToolProps = {
  readonly label: string
  readonly keys: string
  readonly pressed?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

function Tool({ label, keys, pressed, onClick, children }: ToolProps) {
  return (
    <IconButton
      className={classes.tool}
      label={label}
      tip={`${label} (${keys})`}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {children}
    </IconButton>
  )
}
