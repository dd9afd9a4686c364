/** How much of each role: four sliders in the roles' colours, and a way back. */
import { Button, Slider } from "@mantine/core"
import {
  AS_IS,
  isAsIs,
  type Levels,
  levelWords,
  MAX_LEVEL,
  ROLES,
  type Role,
} from "../../music/roles"
import { Field } from "../../ui/Field"
import { RoleGlyph } from "../../ui/RoleGlyph"
import { ROLE_NAME, roleColour } from "../../ui/roleStyle"
import classes from "./compose.module.css"

type Props = { readonly levels: Levels; readonly onChange: (levels: Levels) => void }

export function Band({ levels, onChange }: Props) {
  const reset = (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      className={classes.reset}
      disabled={isAsIs(levels)}
      onClick={() => onChange(AS_IS)}
    >
      Reset
    </Button>
  )
  return (
    <Field label="How much of each" aside={reset}>
      <div className={classes.band}>
        {ROLES.map((role) => (
          <Level
            key={role}
            role={role}
            level={levels[role]}
            onChange={(level) => onChange({ ...levels, [role]: level })}
          />
        ))}
      </div>
    </Field>
  )
}

const MARKS = [{ value: 0 }, { value: 1 }, { value: MAX_LEVEL }]

type LevelProps = {
  readonly role: Role
  readonly level: number
  readonly onChange: (level: number) => void
}

function Level({ role, level, onChange }: LevelProps) {
  return (
    <div className={classes.level} data-off={level === 0 || undefined}>
      <span className={classes.role}>
        <RoleGlyph role={role} size={18} />
        {ROLE_NAME[role]}
      </span>
      <Slider
        color={roleColour(role)}
        label={null}
        min={0}
        max={MAX_LEVEL}
        step={0.1}
        marks={MARKS}
        value={level}
        onChange={(value) => onChange(Number(value.toFixed(1)))}
        thumbLabel={`${ROLE_NAME[role]}, times as much`}
        thumbValueText={levelWords(level)}
      />
      <output className={classes.value}>{levelWords(level)}</output>
    </div>
  )
}
