/** A small field for a number that also has a slider. Tells only numbers that are in range. */
import { Typed } from "./Typed"

type Props = {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly value: number
  readonly suffix?: string
  readonly isDerived?: boolean
  readonly onChange: (value: number) => void
}

export function TypedNumber({ min, max, step, value, suffix = "", onChange, ...rest }: Props) {
  const tell = (next: number) => next !== value && onChange(next)
  const exact = (number: number) => Number(number.toFixed(decimalsOf(step)))
  const within = (number: number) => Math.min(max, Math.max(min, number))
  return (
    <Typed
      {...rest}
      inputMode={step < 1 ? "decimal" : "numeric"}
      value={`${value}${suffix}`}
      // while a number is being typed it may not be one of these yet: `1` on the way to `128`
      onType={(text) => {
        const number = numberIn(text)
        if (number !== null && number === within(number)) tell(exact(number))
      }}
      onEnter={(text) => {
        const number = numberIn(text)
        if (number !== null) tell(exact(within(number)))
      }}
      onStep={(direction) => tell(exact(within(value + direction * step)))}
    />
  )
}

/** A point or a comma before its decimals; whatever stands around it is no matter. */
function numberIn(text: string): number | null {
  const [number] = /-?\d*\.?\d+/.exec(text.replace(",", ".")) ?? []
  return number === undefined ? null : Number(number)
}

function decimalsOf(step: number): number {
  return String(step).split(".")[1]?.length ?? 0
}
