/** The band's dials: how much of each role, tempo and key. What is set is asked of the band at once. */
import { Select } from "@mantine/core"
import { useState } from "react"
import { type Change, useChangeBand } from "../../api/band"
import type { Song } from "../../api/client"
import { KEYS } from "../../music/keys"
import { type Levels, ROLES } from "../../music/roles"
import type { Score } from "../../music/score"
import { Field } from "../../ui/Field"
import { Level } from "../../ui/Level"
import { Note } from "../../ui/Note"
import { Problem } from "../../ui/Problem"
import { Slider } from "../../ui/Slider"
import { latest } from "./changes"
import classes from "./Steering.module.css"

const FREE = "free"
const TEMPO = { min: 40, max: 240 }
const MIDDLE_BPM = 120

type Props = { readonly song: Song; readonly score: Score | null }

export function Steering({ song, score }: Props) {
  const now = latest(song.recipe)
  const change = useChangeBand(song.id)
  const [levels, setLevels] = useState<Levels>(now.levels)
  const ask = (part: Change) => change.mutate(part)
  const retry = () => change.variables && ask(change.variables)
  return (
    <fieldset className={classes.steering}>
      <legend>What the band is asked for</legend>
      <div>
        {ROLES.map((role) => (
          <Level
            key={role}
            role={role}
            level={levels[role]}
            onChange={(level) => setLevels((old) => ({ ...old, [role]: level }))}
            onChangeEnd={(level) => ask({ [role]: level })}
          />
        ))}
      </div>
      <div className={classes.settings}>
        <Tempo
          bpm={now.tempo ?? score?.tempos.at(-1)?.bpm ?? null}
          onChange={(tempo) => ask({ tempo })}
        />
        <Field label="Key">
          <Select
            aria-label="Key"
            data={[{ value: FREE, label: "As it comes" }, ...KEYS]}
            defaultValue={now.key ?? FREE}
            allowDeselect={false}
            searchable
            onChange={(key) => key && ask({ key: key === FREE ? null : key })}
          />
        </Field>
      </div>
      <Note role="status">
        {change.isSuccess
          ? "Asked. You hear it once what is composed already has been played: in a few seconds."
          : "Turn anything: the band follows within seconds."}
      </Note>
      {change.error && <Problem sentence={change.error.message} onRetry={retry} />}
    </fieldset>
  )
}

type TempoProps = { readonly bpm: number | null; readonly onChange: (bpm: number) => void }

/** Where nothing is known of the tempo yet it stands in the middle. */
function Tempo({ bpm, onChange }: TempoProps) {
  const [turned, setTurned] = useState<number | null>(null)
  const value = Math.round(turned ?? bpm ?? MIDDLE_BPM)
  return (
    <Field label="Tempo" aside={<span aria-hidden="true">{value} bpm</span>}>
      <Slider
        {...TEMPO}
        step={1}
        label="Tempo"
        words={`${value} beats a minute`}
        value={value}
        onChange={setTurned}
        onChangeEnd={onChange}
      />
    </Field>
  )
}
