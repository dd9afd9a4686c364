/** The settings few need, folded away: tempo, temperature and top-p. */
import { Button, Collapse, NumberInput, Slider } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { IconChevronDown } from "@tabler/icons-react"
import { useId } from "react"
import { Field } from "../../ui/Field"
import classes from "./compose.module.css"
import type { Draft } from "./draft"

type Props = {
  readonly draft: Draft
  readonly ownTempo: number | undefined
  readonly onChange: (part: Partial<Draft>) => void
}

const MIN_TEMPO = 40
const MAX_TEMPO = 240

export function More({ draft, ownTempo, onChange }: Props) {
  const [open, { toggle }] = useDisclosure(false)
  const id = useId()
  return (
    <div>
      <Button
        className={classes.moreButton}
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-expanded={open}
        aria-controls={id}
        rightSection={<IconChevronDown size={16} className={classes.chevron} />}
        onClick={toggle}
      >
        More
      </Button>
      <Collapse expanded={open} id={id}>
        <div className={classes.more}>
          <Tempo tempo={draft.tempo} own={ownTempo} onChange={(tempo) => onChange({ tempo })} />
          <Amount
            label="Temperature"
            hint="Lower plays safe, higher takes risks."
            range={[0.1, 2]}
            step={0.05}
            value={draft.temperature}
            onChange={(temperature) => onChange({ temperature })}
          />
          <Amount
            label="Top-p"
            hint="How many unlikely notes are left out: 1 leaves out none."
            range={[0.1, 1]}
            step={0.01}
            value={draft.topP}
            onChange={(topP) => onChange({ topP })}
          />
        </div>
      </Collapse>
    </div>
  )
}

type TempoProps = {
  readonly tempo: number | null
  readonly own: number | undefined
  readonly onChange: (tempo: number | null) => void
}

function Tempo({ tempo, own, onChange }: TempoProps) {
  return (
    <Field
      label="Tempo"
      aside={<span className={classes.hint}>empty: the starting seed’s own</span>}
    >
      <NumberInput
        aria-label="Tempo in beats a minute"
        min={MIN_TEMPO}
        max={MAX_TEMPO}
        clampBehavior="blur"
        hideControls
        suffix=" bpm"
        placeholder={own ? `${Math.round(own)} bpm` : "its own"}
        value={tempo ?? ""}
        onChange={(value) => onChange(typeof value === "number" ? value : null)}
      />
    </Field>
  )
}

type AmountProps = {
  readonly label: string
  readonly hint: string
  readonly range: readonly [number, number]
  readonly step: number
  readonly value: number
  readonly onChange: (value: number) => void
}

function Amount({ label, hint, range: [min, max], step, value, onChange }: AmountProps) {
  const words = value.toFixed(2)
  return (
    <Field label={label} aside={<output className={classes.value}>{words}</output>}>
      <Slider
        label={null}
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(next) => onChange(Number(next.toFixed(2)))}
        thumbLabel={label}
        thumbValueText={words}
      />
      <p className={classes.hint}>{hint}</p>
    </Field>
  )
}
