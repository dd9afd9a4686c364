/** All settings that few need, part by part; and what stands there when their choices can't be had. */
import { useChoices } from "../../../api/choices"
import { Problem } from "../../../ui/Problem"
import { Chance } from "./Chance"
import { Chords } from "./Chords"
import { Feel } from "./Feel"
import { FinePrint } from "./FinePrint"
import classes from "./Folds.module.css"
import { Instruments } from "./Instruments"
import type { PartProps } from "./parts"
import { Structure } from "./Structure"
import { TimeAndKey } from "./TimeAndKey"

export function Folds(props: Omit<PartProps, "choices">) {
  const choices = useChoices()
  const part = { ...props, choices: choices.data }
  return (
    <>
      <div className={classes.folds}>
        <TimeAndKey {...part} />
        <Instruments {...part} />
        <Structure {...part} />
        <Chords {...part} />
        <Feel {...part} />
        <Chance {...part} />
        <FinePrint {...part} />
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
