/** How the song repeats itself, in which form, and whether it comes to an end. */
import { TextInput } from "@mantine/core"
import type { CSSProperties } from "react"
import { Field } from "../../../ui/Field"
import { Pills } from "../../../ui/Pills"
import { barsOf } from "../draft/draft"
import { Dial } from "./Dial"
import { problemOfForm, SECTION_BARS, sectionsOf } from "./form"
import type { PartProps } from "./parts"
import classes from "./Structure.module.css"
import { Toggle } from "./Toggle"

const FORMS = ["AABA", "ABAB", "AABB", "ABAC", "ABCABC"]

export function Structure(props: PartProps) {
  const { draft, onChange } = props
  return (
    <>
      <FormField {...props} />
      <Dial
        {...props}
        name="repetition"
        label="Repetition"
        hint="How readily bars come again: 0 never, 1 as songs do, 5 most of all."
        marks={[{ value: 1 }]}
      />
      <Toggle
        label="Come to an end"
        description="Else the song breaks off there as if it went on."
        checked={draft.ending}
        onChange={(ending) => onChange({ ending })}
      />
    </>
  )
}

function FormField({ draft, starter, onChange }: PartProps) {
  const problem = problemOfForm(draft.form)
  return (
    <Field
      label="Form"
      hint={`A letter for every ${SECTION_BARS} bars, over and over: the same letter, the same music.`}
    >
      <Pills
        label="Form"
        pills={[
          { value: "", label: "Free" },
          ...FORMS.map((form) => ({ value: form, label: form })),
        ]}
        value={draft.form.trim().toUpperCase()}
        onChange={(form) => onChange({ form })}
      />
      <TextInput
        aria-label="Another form"
        placeholder="Another, such as AABACA"
        value={draft.form}
        error={problem}
        spellCheck={false}
        autoCapitalize="characters"
        onChange={(event) => onChange({ form: event.currentTarget.value.toUpperCase() })}
      />
      <Sections form={draft.form} bars={barsOf(draft, starter)} />
    </Field>
  )
}

/** The whole song as its sections, each letter in a shade of its own. */
function Sections({ form, bars }: { form: string; bars: number }) {
  const sections = sectionsOf(form, bars)
  if (sections.length === 0) return null
  const letters = [...new Set(sections.map(({ letter }) => letter))]
  const style = (letter: string, length: number) =>
    ({
      "--shade": `${14 + 22 * (letters.indexOf(letter) % 4)}%`,
      flexGrow: length,
    }) as CSSProperties
  return (
    <div
      className={classes.sections}
      aria-hidden="true"
      data-many={sections.length > 16 || undefined}
    >
      {sections.map(({ letter, bars: length }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a section is its place in the song
        <span key={at} style={style(letter, length)}>
          {letter}
        </span>
      ))}
    </div>
  )
}
