/** A number with a label and a word of help: moved, typed, and put back to what it usually is. */
import { IconRestore } from "@tabler/icons-react"
import type { ReactNode } from "react"
import classes from "./Amount.module.css"
import { Field } from "./Field"
import { IconButton } from "./IconButton"
import { type Mark, Slider } from "./Slider"
import { TypedNumber } from "./TypedNumber"

type Props = {
  readonly label: string
  readonly hint: ReactNode
  readonly range: readonly [number, number]
  readonly step: number
  readonly value: number
  readonly suffix?: string
  readonly marks?: readonly Mark[]
  readonly isUsual: boolean
  readonly onChange: (value: number) => void
  readonly onReset: () => void
}

export function Amount({ label, hint, range, step, value, suffix = "", ...rest }: Props) {
  const { marks = [], isUsual, onChange, onReset } = rest
  const [min, max] = range
  const shared = { label, min, max, step, value }
  const aside = (
    <span className={classes.aside}>
      {!isUsual && <Reset label={label} onReset={onReset} />}
      <span className={classes.typed}>
        <TypedNumber {...shared} suffix={suffix} onChange={onChange} />
      </span>
    </span>
  )
  return (
    <Field label={label} aside={aside} hint={hint}>
      <Slider
        {...shared}
        words={`${value}${suffix}`}
        marks={marks}
        onChange={onChange}
        onReset={onReset}
      />
    </Field>
  )
}

export function Reset({ label, onReset }: { label: string; onReset: () => void }) {
  return (
    <IconButton label={`${label}: back to usual`} tip="Back to usual" onClick={onReset}>
      <IconRestore size={18} stroke={1.6} />
    </IconButton>
  )
}
