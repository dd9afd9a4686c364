/** What the song begins with: one of the starters, silence, or a musician's own MIDI. */
import { ActionIcon, Loader, Select, Tooltip } from "@mantine/core"
import { IconDice5 } from "@tabler/icons-react"
import { useRef } from "react"
import type { Starter } from "../../api/client"
import { isOwnMidi, SILENCE, useStarters, useUploadStarter } from "../../api/starters"
import { drawOther } from "../../music/seed"
import { Field } from "../../ui/Field"
import { Problem } from "../../ui/Problem"
import classes from "./compose.module.css"
import { starterFacts } from "./draft"
import { useFileDrop } from "./useFileDrop"

type Props = { readonly start: string; readonly onChange: (start: string) => void }

const UPLOAD = "upload"
const NO_STARTERS: readonly Starter[] = []

export function StartingSeed({ start, onChange }: Props) {
  const starters = useStarters()
  const upload = useUploadStarter()
  const picker = useRef<HTMLInputElement>(null)
  const known = starters.data ?? NO_STARTERS
  const chosen = known.find(({ name }) => name === start)

  const choose = (name: string) => {
    upload.reset() // what was wrong with a file is past
    onChange(name)
  }
  const bring = (file: File) => upload.mutate(file, { onSuccess: ({ name }) => onChange(name) })
  const { isOver, ...drop } = useFileDrop(bring)
  const named = known.filter(isNamed).map(({ name }) => name)

  return (
    <Field label="Starting seed">
      <div className={classes.drop} data-over={isOver || undefined} {...drop}>
        <div className={classes.row}>
          <Select
            className={classes.grow}
            aria-label="Starting seed"
            data={options(known)}
            value={start}
            allowDeselect={false}
            checkIconPosition="right"
            maxDropdownHeight={420}
            disabled={starters.isPending}
            rightSection={upload.isPending ? <Loader size={16} /> : undefined}
            renderOption={({ option }) => (
              <Option name={option.value} label={option.label} known={known} />
            )}
            onChange={(value) => {
              if (value === UPLOAD) picker.current?.click()
              else if (value) choose(value)
            }}
          />
          <Tooltip label="Surprise me">
            <ActionIcon
              size={42}
              variant="default"
              aria-label="Draw a starting seed"
              disabled={named.length < 2}
              onClick={() => choose(drawOther(named, start))}
            >
              <IconDice5 size={18} />
            </ActionIcon>
          </Tooltip>
        </div>
        <p className={classes.hint}>
          {isOver ? "Let go to begin with this file." : factsLine(start, chosen)}
        </p>
      </div>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".mid,.midi,.kar,audio/midi"
        aria-label="Your own MIDI file"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          if (file) bring(file)
          currentTarget.value = "" // so that the same file can be chosen again
        }}
      />
      {upload.error && <Problem sentence={upload.error.message} />}
      {starters.error && (
        <Problem
          sentence="The starting seeds could not be fetched."
          onRetry={() => starters.refetch()}
        />
      )}
    </Field>
  )
}

function factsLine(start: string, chosen: Starter | undefined): string {
  if (start === SILENCE) return "The band begins by itself."
  return chosen ? starterFacts(chosen) : " "
}

/** Neither silence nor a musician's own. */
function isNamed({ name }: Starter): boolean {
  return name !== SILENCE && !isOwnMidi(name)
}

function options(known: readonly Starter[]) {
  const option = ({ name, title }: Starter) => ({ value: name, label: title })
  return [
    { group: "Starters", items: known.filter(isNamed).map(option) },
    {
      group: "Or",
      items: [
        ...known.filter((starter) => !isNamed(starter)).map(option),
        { value: UPLOAD, label: "Your own MIDI…" },
      ],
    },
  ].filter(({ items }) => items.length > 0)
}

type OptionProps = {
  readonly name: string
  readonly label: string
  readonly known: readonly Starter[]
}

function Option({ name, label, known }: OptionProps) {
  const starter = known.find((one) => one.name === name)
  const facts = name === UPLOAD ? "Choose a file, or drop one here" : factsLine(name, starter)
  return (
    <div>
      <div>{label}</div>
      <div className={classes.optionFacts}>{facts}</div>
    </div>
  )
}
