/** A slider: the browser's own, so that fingers, keys and screen readers know it, in our look. */
import { type CSSProperties, type ReactNode, useRef } from "react"
import classes from "./Slider.module.css"

export type Mark = { readonly value: number; readonly label?: ReactNode }

type Props = {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly value: number
  /** The value as it is said: `1.5×`, `64 bars`. */
  readonly words: string
  readonly colour?: string
  readonly marks?: readonly Mark[]
  readonly disabled?: boolean
  readonly onChange: (value: number) => void
  /** When it is let go of. */
  readonly onChangeEnd?: (value: number) => void
  /** What a double click does. */
  readonly onReset?: () => void
}

export function Slider({ label, min, max, step, value, words, marks = [], ...rest }: Props) {
  const { colour = "var(--accent)", disabled = false, onChange, onChangeEnd, onReset } = rest
  const isMoved = useRef(false)
  const letGo = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    if (isMoved.current) onChangeEnd?.(Number(currentTarget.value))
    isMoved.current = false
  }
  const shareOf = (at: number) => Math.min(1, Math.max(0, (at - min) / (max - min)))
  return (
    <div
      className={classes.slider}
      data-labelled={marks.some((mark) => mark.label !== undefined) || undefined}
      data-disabled={disabled || undefined}
      style={{ "--share": shareOf(value), "--colour": colour } as CSSProperties}
    >
      <div className={classes.track} aria-hidden="true">
        {marks.map((mark) => (
          <span
            key={mark.value}
            className={classes.mark}
            data-passed={mark.value <= value || undefined}
            style={{ "--at": shareOf(mark.value) } as CSSProperties}
          >
            {mark.label !== undefined && <span>{mark.label}</span>}
          </span>
        ))}
      </div>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={words}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          isMoved.current = true
          onChange(Number(event.target.value))
        }}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onKeyUp={letGo}
        onBlur={letGo}
        onDoubleClick={onReset}
      />
    </div>
  )
}
