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
import { useChoices } from "../../../api/choices"
import { printed } from "../../../music/keys"
import { Problem } from "../../../ui/Problem"
import { bpmOf } from "../draft/draft"
import * as opened from "../opened"
import { Fold } from "./Fold"
import classes from "./Folds.module.css"
import type { PartProps } from "./parts"

const ICON = { size: 20, stroke: 1.6 }

export function Folds(props: Omit<PartProps, "choices">) {
  const choices = useChoices()
  const { draft, starter } = props
  const part = { ...props, choices: choices.data }
  const key = draft.key ?? starter?.key
  return (
    <>
      <div className={classes.folds}>
        <Fold
          draft={draft}
          icon={<IconMetronome {...ICON} />}
          title="Tempo & key"
          names={["tempo", "key", "meter"]}
          usual={`${Math.round(bpmOf(draft, starter))} bpm${key ? ` · ${printed(key)}` : ""}`}
        >
          <opened.TimeAndKey {...part} />
        </Fold>
        <Fold
          draft={draft}
          icon={<IconPiano {...ICON} />}
          title="Instruments"
          names={["palette", "instruments"]}
          usual="its own sounds"
        >
          <opened.Instruments {...part} />
        </Fold>
        <Fold
          draft={draft}
          icon={<IconStack2 {...ICON} />}
          title="Structure"
          names={["form", "repetition", "ending"]}
          usual="as it comes"
        >
          <opened.Structure {...part} />
        </Fold>
        <Fold
          draft={draft}
          icon={<IconVocabulary {...ICON} />}
          title="Chords"
          names={["progression"]}
          usual="as they come"
        >
          <opened.Chords {...part} />
        </Fold>
        <Fold
          draft={draft}
          icon={<IconWaveSine {...ICON} />}
          title="Feel"
          names={["swing", "humanise"]}
          usual="on the grid"
        >
          <opened.Feel {...part} />
        </Fold>
        <Fold
          draft={draft}
          icon={<IconDice5 {...ICON} />}
          title="Chance"
          names={["temperature", "top_p", "best_of"]}
          usual={draft.pinned ? `seed ${draft.seed}` : "another song each time"}
        >
          <opened.Chance {...part} />
        </Fold>
        <Fold
          draft={draft}
          icon={<IconAdjustmentsHorizontal {...ICON} />}
          title="Fine print"
          names={["ranges", "voices"]}
          usual="no bounds"
        >
          <opened.FinePrint {...part} />
        </Fold>
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
