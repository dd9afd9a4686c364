/** A small field for a number that also has a slider. Tells only numbers that are in range. */
import { NumberInput } from "@mantine/core"
import classes from "./TypedNumber.module.css"

type Props = {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly value: number
  readonly suffix?: string
  readonly disabled?: boolean
  readonly onChange: (value: number) => void
}

export function TypedNumber({ label, min, max, step, value, suffix = "", ...rest }: Props) {
  return (
    <NumberInput
      className={classes.typed}
      aria-label={label}
      min={min}
      max={max}
      step={step}
      clampBehavior="blur"
      decimalScale={decimalsOf(step)}
      allowDecimal={step < 1}
      allowNegative={min < 0}
      hideControls
      suffix={suffix}
      value={value}
      disabled={rest.disabled ?? false}
      // while a number is being typed it may not be one of these yet: `1` on the way to `128`
      onChange={(next) =>
        typeof next === "number" && next >= min && next <= max && rest.onChange(next)
      }
    />
  )
}

function decimalsOf(step: number): number {
  return String(step).split(".")[1]?.length ?? 0
}
