/** A chord progression: typed, checked as one types, or begun from an example. */
import { Button, Textarea } from "@mantine/core"
import { printed } from "../../../music/keys"
import { Reset } from "../../../ui/Amount"
import { Field } from "../../../ui/Field"
import classes from "./Chords.module.css"
import type { PartProps } from "./parts"
import { examplesIn, isChord, progressionIn } from "./progression"

export function Chords(props: PartProps) {
  const { draft, starter, onChange } = props
  const { bars, problem } = progressionIn(draft.progression)
  const set = (progression: string) => onChange({ progression })
  return (
    <>
      <Field
        label="Chord progression"
        aside={bars.length > 0 && <Reset label="Chord progression" onReset={() => set("")} />}
        hint="A bar a word, two in a bar with a comma between, over and over through the song."
      >
        <Textarea
          aria-label="Chord progression"
          placeholder="Am F C G"
          rows={2}
          spellCheck={false}
          autoCapitalize="none"
          value={draft.progression}
          error={problem}
          onChange={(event) => set(event.currentTarget.value)}
        />
        <Bars bars={bars} />
      </Field>
      <Field label="Begin with one of these">
        <div className={classes.examples}>
          {examplesIn(draft.key ?? starter?.key ?? null).map(({ name, text }) => (
            <Button
              key={name}
              className={classes.example}
              variant="default"
              onClick={() => set(text)}
            >
              <b>{name}</b>
              <small>{printed(text)}</small>
            </Button>
          ))}
        </div>
      </Field>
    </>
  )
}

/** A chip for each bar; what is no chord stands out. */
function Bars({ bars }: { bars: readonly (readonly string[])[] }) {
  if (bars.length === 0) return null
  return (
    <ol className={classes.progression} aria-label="Bars of the progression">
      {bars.map((chords, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in the progression
        <li key={at} data-wrong={!chords.every(isChord) || chords.length > 2 || undefined}>
          {chords.map((chord) => printed(chord) || "?").join(" · ")}
        </li>
      ))}
    </ol>
  )
}
