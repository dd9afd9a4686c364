/** A small field for a value that is typed: what is typed stands in it until it is left, then what holds. */
import { type KeyboardEvent, useState } from "react"
import classes from "./Typed.module.css"

type Props = {
  readonly label: string
  /** What holds, as it is written. */
  readonly value: string
  readonly inputMode: "numeric" | "decimal"
  /** Whether it only follows from something else that was set. */
  readonly isDerived?: boolean
  /** With every letter; it may not make sense yet. */
  readonly onType?: (text: string) => void
  /** When it is left, or Enter is pressed, after something was typed. */
  readonly onEnter: (text: string) => void
  /** By the arrow keys, up or down. */
  readonly onStep?: (direction: 1 | -1) => void
}

export function Typed({ label, value, onType = () => {}, onEnter, onStep, ...rest }: Props) {
  const { inputMode, isDerived = false } = rest
  const [typed, setTyped] = useState<string | null>(null)
  const enter = () => {
    if (typed !== null) onEnter(typed)
    setTyped(null)
  }
  const press = (event: KeyboardEvent) => {
    const direction = DIRECTIONS[event.key]
    if (event.key === "Enter") enter()
    else if (onStep && direction) {
      setTyped(null)
      onStep(direction)
    } else return
    event.preventDefault() // nor does Enter send the form that it stands in
  }
  return (
    <input
      type="text"
      className={classes.typed}
      aria-label={label}
      autoComplete="off"
      inputMode={inputMode}
      data-derived={isDerived || undefined}
      value={typed ?? value}
      onFocus={(event) => event.currentTarget.select()} // what is typed takes the place of all of it
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        onType(currentTarget.value)
      }}
      onBlur={enter}
      onKeyDown={press}
    />
  )
}

const DIRECTIONS: Readonly<Record<string, 1 | -1>> = { ArrowUp: 1, ArrowDown: -1 }
