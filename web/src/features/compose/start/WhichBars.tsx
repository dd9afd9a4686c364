/** From which bars of the start the song goes on, and whether it begins with them. */
import { Amount } from "../../../ui/Amount"
import type { PartProps } from "../settings/parts"
import { Toggle } from "../settings/Toggle"
import { beginningOf } from "./beginning"

type Props = Pick<PartProps, "draft" | "onChange"> & { readonly bars: number }

export function WhichBars({ draft, bars, onChange }: Props) {
  const { from, to } = beginningOf(draft, { bars })
  return (
    <>
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
    </>
  )
}
