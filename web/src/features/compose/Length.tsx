/** How long the song is: a slider and a number of bars, and the time they mean. */
import { NumberInput, Slider, VisuallyHidden } from "@mantine/core"
import {
  barsAtPosition,
  MAX_BARS,
  MAX_POSITION,
  MIN_BARS,
  MIN_POSITION,
  positionOfBars,
} from "../../music/length"
import { clock, counted, spokenTime } from "../../music/words"
import { Field } from "../../ui/Field"
import classes from "./compose.module.css"

type Props = {
  readonly bars: number
  readonly seconds: number
  readonly onChange: (bars: number) => void
}

const MARKS = [4, 8, 16, 32, 64, 128, 256, 512].map((bars) => ({
  value: positionOfBars(bars),
  label: bars,
}))

export function Length({ bars, seconds, onChange }: Props) {
  return (
    <Field label="Length" aside={<BarsAndTime {...{ bars, seconds, onChange }} />}>
      <Slider
        className={classes.marked}
        label={null}
        min={MIN_POSITION}
        max={MAX_POSITION}
        step={1 / 8}
        value={positionOfBars(bars)}
        onChange={(position) => onChange(barsAtPosition(position))}
        marks={MARKS}
        scale={barsAtPosition}
        thumbLabel="Length in bars"
        thumbValueText={counted(bars, "bar")}
        thumbProps={{ "aria-valuemin": MIN_BARS, "aria-valuemax": MAX_BARS, "aria-valuenow": bars }}
      />
    </Field>
  )
}

function BarsAndTime({ bars, seconds, onChange }: Props) {
  return (
    <span className={classes.lengthRow}>
      <VisuallyHidden>about {spokenTime(seconds)}</VisuallyHidden>
      <span className={classes.hint} aria-hidden="true">
        ≈ {clock(seconds)}
      </span>
      <NumberInput
        className={classes.barsInput}
        aria-label="Bars"
        min={MIN_BARS}
        max={MAX_BARS}
        clampBehavior="blur"
        allowDecimal={false}
        hideControls
        suffix=" bars"
        value={bars}
        onChange={(value) => isLength(value) && onChange(value)}
      />
    </span>
  )
}

/** While a number is being typed it may not be a length yet: `1` on the way to `128`. */
function isLength(value: number | string): value is number {
  return typeof value === "number" && value >= MIN_BARS && value <= MAX_BARS
}
