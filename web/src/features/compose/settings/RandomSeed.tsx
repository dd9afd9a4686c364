/** The random seed: a new one for each song, or one that is kept. */
import { ActionIcon, NumberInput, Tooltip } from "@mantine/core"
import { IconDice5, IconPin, IconPinFilled } from "@tabler/icons-react"
import { drawSeed, MAX_SEED } from "../../../music/seed"
import { Field } from "../../../ui/Field"
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
        <NumberInput
          aria-label="Random seed"
          min={0}
          max={MAX_SEED}
          clampBehavior="strict"
          allowDecimal={false}
          allowNegative={false}
          hideControls
          value={seed}
          onChange={(value) =>
            typeof value === "number" && value !== seed && onChange({ seed: value, pinned: true })
          }
        />
        <Tooltip label={pinned ? "Let it change with each song" : "Keep this seed"}>
          <ActionIcon
            size={44}
            variant="default"
            aria-label="Keep this seed"
            aria-pressed={pinned}
            onClick={() => onChange({ pinned: !pinned })}
          >
            {pinned ? <IconPinFilled size={18} /> : <IconPin size={18} />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Draw another seed">
          <ActionIcon
            size={44}
            variant="default"
            aria-label="Draw another seed"
            onClick={() => onChange({ seed: drawSeed() })}
          >
            <IconDice5 size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </Field>
  )
}
