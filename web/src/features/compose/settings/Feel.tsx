/** How the song is played when it is heard. */
import { Dial } from "./Dial"
import type { PartProps } from "./parts"

export function Feel(props: PartProps) {
  return (
    <>
      <Dial
        {...props}
        name="swing"
        label="Swing"
        hint="0 plays eighths straight, 1 as triplets. The MIDI file stays on the grid."
      />
      <Dial
        {...props}
        name="humanise"
        label="By hand"
        hint="0 is exact, 1 is loose, as a band plays. The MIDI file stays exact."
      />
    </>
  )
}
