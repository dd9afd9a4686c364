/** Another song by the same recipe, or by one that is a little more or less daring. */
import { IconDice5 } from "@tabler/icons-react"
import { useState } from "react"
import type { Song } from "../../api/client"
import { type Pill, Pills } from "../../ui/Pills"
import { useMade } from "./useMade"
import { VerbCard } from "./VerbCard"

/** By how much the temperature is multiplied. */
const DARING: readonly Pill<number>[] = [
  { value: 0.85, label: "Safer" },
  { value: 1, label: "As it is" },
  { value: 1.15, label: "Bolder" },
]
const [COLDEST, HOTTEST] = [0.1, 2]

export function Variation({ song }: { song: Song }) {
  const made = useMade(song)
  const [daring, setDaring] = useState(1)
  const warmed = Math.min(HOTTEST, Math.max(COLDEST, song.recipe.temperature * daring))
  const settings = daring === 1 ? {} : { temperature: Number(warmed.toFixed(2)) }
  return (
    <VerbCard
      title="Variation"
      icon={<IconDice5 size={20} stroke={1.6} aria-hidden="true" />}
      hint="The same settings and the same beginning, with another throw of the dice."
      action="Make a variation"
      making={made}
      onMake={() => made.make({ verb: "variation", settings })}
    >
      <Pills label="How daring" pills={DARING} value={daring} onChange={setDaring} />
    </VerbCard>
  )
}
