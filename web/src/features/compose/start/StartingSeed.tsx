/** What the song begins with: one of the starters, silence, or a musician's own MIDI. */
import { Loader, Skeleton } from "@mantine/core"
import { IconDice5, IconSelector } from "@tabler/icons-react"
import { type CSSProperties, useRef, useState } from "react"
import type { Starter } from "../../../api/client"
import { isOwnMidi, SILENCE, useStarters } from "../../../api/starters"
import { drawOther } from "../../../music/seed"
import { Field } from "../../../ui/Field"
import { IconButton } from "../../../ui/IconButton"
import { Problem } from "../../../ui/Problem"
import type { Draft } from "../draft/draft"
import { StarterPicker } from "../opened"
import { type Beginning, beginningOf } from "./beginning"
import { StarterTile } from "./StarterTile"
import classes from "./StartingSeed.module.css"
import type { useOwnMidi } from "./useOwnMidi"
import type { Start } from "./useStart"

type Props = {
  readonly draft: Draft
  readonly start: Start
  readonly midi: ReturnType<typeof useOwnMidi>
  readonly onChoose: (start: string) => void
}

const NO_STARTERS: readonly Starter[] = []

export function StartingSeed({ draft, start, midi, onChoose }: Props) {
  const starters = useStarters()
  const picker = useRef<HTMLInputElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false) // from then on it stays, to close with grace
  const known = starters.data ?? NO_STARTERS
  const named = known.filter(isNamed).map(({ name }) => name)

  const open = () => {
    setIsOpen(true)
    setWasOpened(true)
  }
  const choose = (start: string) => {
    setIsOpen(false)
    onChoose(start)
  }
  const draw = () => choose(drawOther(named, draft.start))
  return (
    <Field label="Starting seed" aside={<Dice disabled={named.length < 2} onDraw={draw} />}>
      {midi.reading ? (
        <p className={classes.reading} role="status">
          <Loader size={18} /> Reading {midi.reading}…
        </p>
      ) : (
        <Chosen draft={draft} start={start} onOpen={open} />
      )}
      {midi.problem && <Problem sentence={midi.problem} />}
      {starters.error && (
        <Problem
          sentence="The starting seeds could not be fetched."
          onRetry={() => starters.refetch()}
          busy={starters.isFetching}
        />
      )}
      {wasOpened && (
        <StarterPicker
          opened={isOpen}
          starters={known}
          chosen={draft.start}
          onChoose={choose}
          onDraw={draw}
          onFile={() => picker.current?.click()}
          onClose={() => setIsOpen(false)}
        />
      )}
      <input
        ref={picker}
        type="file"
        hidden
        accept=".mid,.midi,.kar,audio/midi"
        aria-label="Your own MIDI file"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          setIsOpen(false)
          if (file) midi.bring(file)
          currentTarget.value = "" // so that the same file can be chosen again
        }}
      />
    </Field>
  )
}

function Dice({ disabled, onDraw }: { disabled: boolean; onDraw: () => void }) {
  return (
    <IconButton
      className={classes.dice ?? ""}
      label="Draw a starting seed"
      tip="Surprise me"
      tipAt="start"
      disabled={disabled}
      onClick={onDraw}
    >
      <IconDice5 size={20} stroke={1.6} />
    </IconButton>
  )
}

type ChosenProps = {
  readonly draft: Draft
  readonly start: Start
  readonly onOpen: () => void
}

function Chosen({ draft, start: { starter, score }, onOpen }: ChosenProps) {
  if (!starter) return <Skeleton height={171} radius="lg" />
  return (
    <StarterTile
      starter={starter}
      score={score}
      over={<Used beginning={beginningOf(draft, starter)} bars={starter.bars} />}
      after={<IconSelector size={18} stroke={1.6} aria-hidden="true" />}
      aria-haspopup="dialog"
      onClick={onOpen}
    />
  )
}

/** Veils the bars that the song does not go on from. */
function Used({ beginning, bars }: { beginning: Beginning; bars: number }) {
  const share = (bar: number) => `${(100 * bar) / Math.max(1, bars)}%`
  const veils = { "--from": share(beginning.from), "--to": share(beginning.to) } as CSSProperties
  return <span className={classes.veils} style={veils} />
}

/** Neither silence nor a musician's own. */
function isNamed({ name }: Starter): boolean {
  return name !== SILENCE && !isOwnMidi(name)
}
