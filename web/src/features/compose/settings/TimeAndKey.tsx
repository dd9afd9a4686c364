/** How fast the song is, in which key, and in which meter. */
import { Select } from "@mantine/core"
import { SILENCE } from "../../../api/starters"
import { keyIn, keyText, pitchClassOf, printed } from "../../../music/keys"
import { Reset } from "../../../ui/Amount"
import { Field } from "../../../ui/Field"
import { Pills } from "../../../ui/Pills"
import { meterOf } from "../draft/draft"
import { Dial } from "./Dial"
import options from "./options.module.css"
import type { PartProps } from "./parts"
import classes from "./TimeAndKey.module.css"

export function TimeAndKey(props: PartProps) {
  const own = Math.round(props.starter?.bpm ?? 120)
  return (
    <>
      <Dial
        {...props}
        name="tempo"
        label="Tempo"
        hint={`In beats a minute. The starting seed’s own is ${own}.`}
        suffix=" bpm"
        own={own}
      />
      <KeyField {...props} />
      <MeterField {...props} />
    </>
  )
}

function KeyField({ draft, starter, choices, onChange }: PartProps) {
  const own = starter?.key ?? null
  const now = draft.key === null ? null : keyIn(draft.key)
  const first = now ?? keyIn(own ?? "") ?? { tonic: "C", scale: "major" }
  const change = (part: Partial<typeof first>) => onChange({ key: keyText({ ...first, ...part }) })
  const scales = new Set([...(choices?.scales ?? []), ...(now ? [now.scale] : [])])
  return (
    <Field
      label="Key and scale"
      aside={draft.key !== null && <Reset label="Key" onReset={() => onChange({ key: null })} />}
      hint={
        draft.key === null
          ? `As it comes${own ? `, from ${printed(own)} on` : ""}. Choose a note, and every note keeps to its scale.`
          : "Every note keeps to it; the starting seed is moved there."
      }
    >
      <Pills
        label="Tonic"
        className={classes.octave}
        pills={(choices?.tonics ?? []).map((tonic) => ({
          value: tonic,
          label: printed(tonic),
          column: KEY_COLUMNS[pitchClassOf(tonic)],
        }))}
        value={now?.tonic ?? ""}
        onChange={(tonic) => change({ tonic })}
      />
      <Select
        aria-label="Scale"
        placeholder="Scale"
        data={[...scales]}
        value={now?.scale ?? null}
        allowDeselect={false}
        checkIconPosition="right"
        withScrollArea={false}
        classNames={options}
        onChange={(scale) => scale && change({ scale })}
      />
    </Field>
  )
}

/** Where each note stands on a keyboard of two rows, in halves of a white key. */
const KEY_COLUMNS = [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13]

function MeterField({ draft, starter, choices, onChange }: PartProps) {
  const isFree = draft.start === SILENCE
  const meter = meterOf(draft, starter)
  return (
    <Field
      label="Meter"
      hint={
        isFree
          ? "How many beats a bar has."
          : `The starting seed is in ${meter}. Begin with silence to choose another.`
      }
    >
      <Pills
        label="Meter"
        pills={(choices?.meters ?? []).map((each) => ({ value: each, label: each }))}
        value={meter}
        disabled={!isFree}
        onChange={(chosen) => onChange({ meter: chosen === starter?.meter ? null : chosen })}
      />
    </Field>
  )
}
