/** How the dice fall: how daring the song is, how many are tried, and which random seed. */
import { Dial } from "./Dial"
import type { PartProps } from "./parts"
import { RandomSeed } from "./RandomSeed"

export function Chance(props: PartProps) {
  const { draft, onChange } = props
  return (
    <>
      <RandomSeed seed={draft.seed} pinned={draft.pinned} onChange={onChange} />
      <Dial
        {...props}
        name="temperature"
        label="Temperature"
        hint="Below 1 plays safe, above 1 takes risks."
        marks={[{ value: 1 }]}
      />
      <Dial
        {...props}
        name="top_p"
        label="Top-p"
        hint="Plays only the likeliest notes that together hold this much probability."
      />
      <Dial
        {...props}
        name="best_of"
        label="Best of"
        hint="Composes so many songs side by side and keeps the best. More take longer."
      />
    </>
  )
}
