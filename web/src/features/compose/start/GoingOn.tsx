/** How much of the start the song goes on from, and whether it begins with it. */
import { SILENCE } from "../../../api/starters"
import { Amount } from "../../../ui/Amount"
import { Fold } from "../settings/Fold"
import type { PartProps } from "../settings/parts"
import { Toggle } from "../settings/Toggle"
import { beginningOf } from "./beginning"
import classes from "./GoingOn.module.css"

export function GoingOn(props: Omit<PartProps, "choices">) {
  const { draft, starter, onChange } = props
  const bars = starter?.bars ?? 0
  if (!starter && draft.start !== SILENCE) return <div className={classes.toCome} />
  if (bars === 0) return null
  const { from, to } = beginningOf(draft, { bars })
  const usual = to - from === bars ? `all of its ${bars} bars` : `its bars ${from + 1} to ${to}`
  return (
    <Fold
      {...props}
      title="Goes on from"
      names={["start_bars", "start_at", "keep_start"]}
      usual={usual}
    >
      <Amount
        label="How many of its bars"
        hint="The band takes its style, its sounds and its ideas from them."
        range={[1, to]}
        step={1}
        value={to - from}
        isUsual={draft.start_bars === null}
        onChange={(start_bars) => onChange({ start_bars })}
        onReset={() => onChange({ start_bars: null })}
      />
      <Amount
        label="After its bar"
        hint="What comes later in it is left out."
        range={[1, bars]}
        step={1}
        value={to}
        isUsual={draft.start_at === null}
        onChange={(start_at) => onChange({ start_at: start_at === bars ? null : start_at })}
        onReset={() => onChange({ start_at: null })}
      />
      <Toggle
        label="Keep them in the song"
        description="Else it begins with the first bar that is composed."
        checked={draft.keep_start}
        onChange={(keep_start) => onChange({ keep_start })}
      />
    </Fold>
  )
}
