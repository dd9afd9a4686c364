/** One of a few choices, each a pill that a finger hits. Radio buttons underneath. */
import { type ReactNode, useId } from "react"
import classes from "./Pills.module.css"

export type Pill<T> = {
  readonly value: T
  readonly label: ReactNode
  /** Where the label alone doesn't say it. */
  readonly spoken?: string
  /** Where it stands in a grid of two rows, as the keys of a piano: even ones in the upper. */
  readonly column?: number | undefined
}

type Props<T> = {
  readonly label: string
  readonly pills: readonly Pill<T>[]
  readonly value: T
  readonly disabled?: boolean
  readonly className?: string | undefined
  readonly onChange: (value: T) => void
}

export function Pills<T extends string | number | null>(props: Props<T>) {
  const { label, pills, value, disabled = false, className, onChange } = props
  const name = useId()
  return (
    <div className={className ?? classes.pills} role="radiogroup" aria-label={label}>
      {pills.map((pill) => (
        <label key={pill.value} className={classes.pill} style={placed(pill.column)}>
          <input
            type="radio"
            name={name}
            aria-label={pill.spoken}
            checked={pill.value === value}
            disabled={disabled}
            onChange={() => onChange(pill.value)}
          />
          <span>{pill.label}</span>
        </label>
      ))}
    </div>
  )
}

function placed(column: number | undefined) {
  if (!column) return undefined
  return { gridColumn: `${column} / span 2`, gridRow: column % 2 === 0 ? 1 : 2 }
}
