/** How much of a role: moved or typed, in its colour, from silent to five times as much. */
import { levelWords, MAX_LEVEL, type Role } from "../music/roles"
import classes from "./Level.module.css"
import { RoleLabel } from "./RoleLabel"
import { ROLE_NAME, roleColour } from "./roleStyle"
import { Slider } from "./Slider"
import { TypedNumber } from "./TypedNumber"

type Props = {
  readonly role: Role
  readonly level: number
  readonly onChange: (level: number) => void
  /** When it is let go of. */
  readonly onChangeEnd?: (level: number) => void
}

const AS_COMPOSED = 1
const MARKS = [{ value: AS_COMPOSED }]
const RANGE = { min: 0, max: MAX_LEVEL, step: 0.1 }

export function Level({ role, level, onChange, onChangeEnd = () => {} }: Props) {
  const set = (value: number) => {
    onChange(value)
    onChangeEnd(value)
  }
  return (
    <div className={classes.level} data-off={level === 0 || undefined}>
      <RoleLabel role={role} />
      <Slider
        {...RANGE}
        label={`${ROLE_NAME[role]}, times as much`}
        words={levelWords(level)}
        colour={roleColour(role)}
        marks={MARKS}
        value={level}
        onChange={onChange}
        onChangeEnd={onChangeEnd}
        onReset={() => set(AS_COMPOSED)}
      />
      <TypedNumber
        {...RANGE}
        label={`${ROLE_NAME[role]}, times as much`}
        value={level}
        suffix="×"
        onChange={set}
      />
    </div>
  )
}
