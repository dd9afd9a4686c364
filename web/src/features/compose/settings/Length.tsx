/** How long the song is, in bars or in time: whichever was set last is kept, the other follows. */
import {
  barsAtPosition,
  MAX_BARS,
  MAX_POSITION,
  MIN_BARS,
  MIN_POSITION,
  positionOfBars,
} from "../../../music/length"
import { clock, counted, spokenTime } from "../../../music/words"
import { Field } from "../../../ui/Field"
import { Slider } from "../../../ui/Slider"
import { Typed } from "../../../ui/Typed"
import { TypedNumber } from "../../../ui/TypedNumber"
import { type Draft, USUAL } from "../draft/draft"
import { secondsIn } from "./duration"
import classes from "./Length.module.css"

type Props = {
  readonly bars: number
  readonly seconds: number
  /** Whether the time is what is asked for, and the bars only what it comes to. */
  readonly isTimed: boolean
  readonly onChange: (part: Partial<Draft>) => void
}

const MARKS = [4, 8, 16, 32, 64, 128, 256, 512].map((bars) => ({
  value: positionOfBars(bars),
  label: bars,
}))

export function Length({ bars, seconds, isTimed, onChange }: Props) {
  const setBars = (asked: number) => onChange({ bars: asked, seconds: null })
  const aside = (
    <span className={classes.length}>
      <span className={classes.bars}>
        <TypedNumber
          label="Bars"
          min={MIN_BARS}
          max={MAX_BARS}
          step={1}
          suffix=" bars"
          isDerived={isTimed}
          value={bars}
          onChange={setBars}
        />
      </span>
      <span className={classes.time}>
        <Time seconds={seconds} isTimed={isTimed} onChange={onChange} />
      </span>
    </span>
  )
  return (
    <Field label="Length" aside={aside} hint="Of the whole song, its beginning included.">
      <Slider
        label="Length in bars"
        words={`${counted(bars, "bar")}, about ${spokenTime(seconds)}`}
        min={MIN_POSITION}
        max={MAX_POSITION}
        step={1 / 8}
        value={positionOfBars(bars)}
        marks={MARKS}
        onChange={(position) => setBars(barsAtPosition(position))}
        onReset={() => setBars(USUAL.bars)}
      />
    </Field>
  )
}

type TimeProps = Omit<Props, "bars">

/** What is typed is asked for once it is a time and the field is left. */
function Time({ seconds, isTimed, onChange }: TimeProps) {
  const take = (typed: string) => {
    const asked = secondsIn(typed.replace("≈", ""))
    if (asked && typed !== clock(seconds)) onChange({ seconds: asked })
  }
  return (
    <Typed
      label="Length in minutes and seconds"
      inputMode="numeric"
      isDerived={!isTimed}
      value={isTimed ? clock(seconds) : `≈ ${clock(seconds)}`}
      onEnter={take}
    />
  )
}
