/** The random seed: a new one for each song, or one that is kept. */
import { IconDice5, IconPin, IconPinFilled } from "@tabler/icons-react"
import { drawSeed, MAX_SEED } from "../../../music/seed"
import { Field } from "../../../ui/Field"
import { IconButton } from "../../../ui/IconButton"
import { TypedNumber } from "../../../ui/TypedNumber"
import type { Draft } from "../draft/draft"
import classes from "./RandomSeed.module.css"

type Props = {
  readonly seed: number
  readonly pinned: boolean
  readonly onChange: (part: Partial<Draft>) => void
}

export function RandomSeed({ seed, pinned, onChange }: Props) {
  const hint = pinned
    ? "Kept: the same settings make the same song again."
    : "A new one for each song. Pin it, and the same settings make the same song again."
  return (
    <Field label="Random seed" hint={hint}>
      <div className={classes.row}>
        <TypedNumber
          label="Random seed"
          min={0}
          max={MAX_SEED}
          step={1}
          value={seed}
          onChange={(typed) => onChange({ seed: typed, pinned: true })}
        />
        <IconButton
          label="Keep this seed"
          tip={pinned ? "Let it change" : "Keep this seed"}
          aria-pressed={pinned}
          onClick={() => onChange({ pinned: !pinned })}
        >
          {pinned ? <IconPinFilled size={18} /> : <IconPin size={18} />}
        </IconButton>
        <IconButton
          label="Draw another seed"
          tip="Draw another"
          tipAt="start"
          onClick={() => onChange({ seed: drawSeed() })}
        >
          <IconDice5 size={18} />
        </IconButton>
      </div>
    </Field>
  )
}
