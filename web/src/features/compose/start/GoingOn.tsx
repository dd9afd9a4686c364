/** How much of the start the song goes on from, under a line that says so. */
import { SILENCE } from "../../../api/starters"
import * as opened from "../opened"
import { Fold } from "../settings/Fold"
import type { PartProps } from "../settings/parts"
import { beginningOf } from "./beginning"
import classes from "./GoingOn.module.css"

export function GoingOn({ draft, starter, onChange }: Omit<PartProps, "choices">) {
  const bars = starter?.bars ?? 0
  if (!starter && draft.start !== SILENCE) return <div className={classes.toCome} />
  if (bars === 0) return null
  const { from, to } = beginningOf(draft, { bars })
  const usual = to - from === bars ? `all of its ${bars} bars` : `its bars ${from + 1} to ${to}`
  return (
    <Fold
      draft={draft}
      title="Goes on from"
      names={["start_bars", "start_at", "keep_start"]}
      usual={usual}
    >
      <opened.WhichBars draft={draft} bars={bars} onChange={onChange} />
    </Fold>
  )
}
