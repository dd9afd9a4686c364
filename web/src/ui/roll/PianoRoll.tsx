/**
 * A song as a piano roll, to look at, listen along, and find one's way about in. React's part of it: a
 * place on the page, buttons, and what the roll is told. Frames are `roll.ts`'s business.
 */
import { VisuallyHidden } from "@mantine/core"
import { useEffect, useId, useRef, useState } from "react"
import overviewClasses from "./overview.module.css"
import { createRoll, type Roll, type RollProps } from "./roll"
import classes from "./roll.module.css"
import { KEYS_IN_WORDS } from "./shortcuts"
import { Tools } from "./Tools"

type Props = RollProps & {
  /** What the roll is called: `Position in Silver Harbour`. */
  readonly label: string
}

export function PianoRoll({ label, ...props }: Props) {
  const stage = useRef<HTMLDivElement>(null)
  const overview = useRef<HTMLDivElement>(null)
  const roll = useRef<Roll | null>(null)
  const latest = useRef(props)
  const [isFollowing, setFollowing] = useState(true)
  const help = useId()
  useEffect(() => {
    if (!stage.current || !overview.current) return
    const elements = { stage: stage.current, overview: overview.current }
    const begin = () => {
      roll.current ??= createRoll(elements, latest.current, setFollowing)
    }
    let frame = 0
    // once the page has been laid out and painted: to ask for sizes now would have it laid out twice
    const observer = new ResizeObserver(() => {
      if (roll.current) roll.current.resize()
      else frame = requestAnimationFrame(begin)
    })
    observer.observe(elements.stage)
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
      roll.current?.close()
      roll.current = null
    }
  }, [])
  useEffect(() => {
    latest.current = props
    roll.current?.show(props)
  })
  return (
    <div className={classes.roll}>
      <div
        ref={stage}
        className={classes.stage}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-describedby={help}
        aria-valuemin={0}
        aria-valuemax={0}
        aria-valuenow={0}
      />
      <VisuallyHidden id={help}>{KEYS_IN_WORDS}</VisuallyHidden>
      <div className={classes.foot}>
        <div ref={overview} className={overviewClasses.overview} aria-hidden="true" />
        <Tools
          isFollowing={isFollowing}
          isLooping={props.loop !== null}
          onFollow={() => roll.current?.toggleFollow()}
          onLoop={props.onLoop && (() => roll.current?.toggleLoop())}
          onZoomIn={() => roll.current?.zoomIn()}
          onZoomOut={() => roll.current?.zoomOut()}
          onFit={() => roll.current?.fit()}
        />
      </div>
    </div>
  )
}
