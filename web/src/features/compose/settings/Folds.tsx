/** All settings that few need, part by part, each under a line that says how it is set. */
import {
  IconAdjustmentsHorizontal,
  IconDice5,
  IconMetronome,
  IconPiano,
  IconStack2,
  IconVocabulary,
  IconWaveSine,
} from "@tabler/icons-react"
import type { ComponentType } from "react"
import { useChoices } from "../../../api/choices"
import { printed } from "../../../music/keys"
import { Problem } from "../../../ui/Problem"
import { bpmOf, type Setting } from "../draft/draft"
import * as opened from "../opened"
import { Fold } from "./Fold"
import classes from "./Folds.module.css"
import type { PartProps } from "./parts"

type Part = {
  readonly title: string
  readonly Icon: typeof IconDice5
  readonly names: readonly Setting[]
  /** What is said of them while they are as usual. */
  readonly usual: (props: Props) => string
  readonly Inside: ComponentType<PartProps>
}

const PARTS: readonly Part[] = [
  {
    title: "Tempo & key",
    Icon: IconMetronome,
    names: ["tempo", "key", "meter"],
    usual: tempoAndKey,
    Inside: opened.TimeAndKey,
  },
  {
    title: "Instruments",
    Icon: IconPiano,
    names: ["palette", "instruments"],
    usual: () => "its own sounds",
    Inside: opened.Instruments,
  },
  {
    title: "Structure",
    Icon: IconStack2,
    names: ["form", "repetition", "ending"],
    usual: () => "as it comes",
    Inside: opened.Structure,
  },
  {
    title: "Chords",
    Icon: IconVocabulary,
    names: ["progression"],
    usual: () => "as they come",
    Inside: opened.Chords,
  },
  {
    title: "Feel",
    Icon: IconWaveSine,
    names: ["swing", "humanise"],
    usual: () => "on the grid",
    Inside: opened.Feel,
  },
  {
    title: "Chance",
    Icon: IconDice5,
    names: ["temperature", "top_p", "best_of"],
    usual: ({ draft }) => (draft.pinned ? `seed ${draft.seed}` : "another song each time"),
    Inside: opened.Chance,
  },
  {
    title: "Fine print",
    Icon: IconAdjustmentsHorizontal,
    names: ["ranges", "voices"],
    usual: () => "no bounds",
    Inside: opened.FinePrint,
  },
]

type Props = Omit<PartProps, "choices">

export function Folds(props: Props) {
  const choices = useChoices()
  return (
    <>
      <div className={classes.folds}>
        {PARTS.map(({ title, Icon, names, usual, Inside }) => (
          <Fold
            key={title}
            draft={props.draft}
            icon={<Icon size={20} stroke={1.6} />}
            title={title}
            names={names}
            usual={usual(props)}
          >
            <Inside {...props} choices={choices.data} />
          </Fold>
        ))}
      </div>
      {choices.error && (
        <Problem
          sentence="What there is to choose from could not be fetched."
          onRetry={() => choices.refetch()}
          busy={choices.isFetching}
        />
      )}
    </>
  )
}

function tempoAndKey({ draft, starter }: Props): string {
  const key = draft.key ?? starter?.key
  const bpm = `${Math.round(bpmOf(draft, starter))} bpm`
  return key ? `${bpm} · ${printed(key)}` : bpm
}
