/** Sends what is played to an instrument or a DAW as well, where the browser can. */
import { Button, Checkbox, Select } from "@mantine/core"
import classes from "./MidiOut.module.css"
import { Note } from "./Note"
import { useMidiOut, usePlayer } from "./playback"

const NOWHERE = "nowhere"

export function MidiOut() {
  const { midiOut } = usePlayer()
  const { supported, outputs, chosen, hereToo, problem } = useMidiOut()
  if (!supported) return null
  return (
    <fieldset className={classes.midi}>
      <legend>To a DAW or an instrument</legend>
      {outputs.length === 0 ? (
        <Button variant="default" onClick={() => midiOut.look()}>
          Look for MIDI outputs
        </Button>
      ) : (
        <Select
          aria-label="MIDI output"
          data={[
            { value: NOWHERE, label: "None" },
            ...outputs.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={chosen ?? NOWHERE}
          allowDeselect={false}
          onChange={(id) => midiOut.choose(id === NOWHERE ? null : id)}
        />
      )}
      {chosen && (
        <Checkbox
          label="Heard here as well"
          checked={hereToo}
          onChange={(event) => midiOut.setHereToo(event.currentTarget.checked)}
        />
      )}
      <Note role="status">
        {problem ?? "Each role is sent on a channel of its own: drums on 10."}
      </Note>
    </fieldset>
  )
}
