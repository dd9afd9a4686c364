/** A setting that is a number, with the range and step that the service gives it. */
import type { ReactNode } from "react"
import { Amount } from "../../../ui/Amount"
import type { Mark } from "../../../ui/Slider"
import { type Draft, type Setting, USUAL } from "../draft/draft"
import type { PartProps } from "./parts"

type Name = {
  [Each in Setting]: number extends NonNullable<Draft[Each]> ? Each : never
}[Setting]

type Props = PartProps & {
  readonly name: Name
  readonly label: string
  readonly hint: ReactNode
  readonly suffix?: string
  readonly marks?: readonly Mark[]
  /** What holds where it is not set. */
  readonly own?: number
}

/** Until the service has said. */
const ANY = { min: 0, max: 1, step: 0.1 }

export function Dial({ name, label, hint, suffix = "", marks = [], own = 0, ...part }: Props) {
  const { draft, choices, onChange } = part
  const { min, max, step } = choices?.numbers[name] ?? ANY
  return (
    <Amount
      label={label}
      hint={hint}
      suffix={suffix}
      marks={marks}
      range={[min, max]}
      step={step}
      value={draft[name] ?? own}
      isUsual={draft[name] === USUAL[name]}
      onChange={(value) => onChange({ [name]: Number(value.toFixed(2)) })}
      onReset={() => onChange({ [name]: USUAL[name] })}
    />
  )
}
