/** Bounds for single roles, written in words. */
import { TextInput } from "@mantine/core"
import { Field } from "../../../ui/Field"
import type { PartProps } from "./parts"

export function FinePrint(props: PartProps) {
  const { draft, choices, onChange } = props
  return (
    <>
      <Words
        label="Ranges"
        hint="The lowest and the highest note of bass, chords or lead, an octave apart or more. C4 is middle C."
        example={choices?.examples.ranges}
        value={draft.ranges}
        onChange={(ranges) => onChange({ ranges })}
      />
      <Words
        label="Voices"
        hint="The most notes that bass, chords or lead play at once."
        example={choices?.examples.voices}
        value={draft.voices}
        onChange={(voices) => onChange({ voices })}
      />
    </>
  )
}

type WordsProps = {
  readonly label: string
  readonly hint: string
  readonly example: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
}

function Words({ label, hint, example, value, onChange }: WordsProps) {
  return (
    <Field label={label} hint={hint}>
      <TextInput
        aria-label={label}
        placeholder={example && `Such as ${example}`}
        spellCheck={false}
        autoCapitalize="none"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  )
}
