/** One role at the desk: mute, solo, its level, and how loud it sounds right now. */
import type { Ref } from "react"
import type { Strip as Settings } from "../../audio/playback"
import type { Role } from "../../music/roles"
import { RoleGlyph } from "../../ui/RoleGlyph"
import { ROLE_NAME, roleColour } from "../../ui/roleStyle"
import { Slider } from "../../ui/Slider"
import classes from "./mixer.module.css"

const LOUDEST = 1.5
const MARKS = [{ value: 1 }]

type Props = {
  readonly role: Role
  readonly instrument: string
  readonly strip: Settings
  /** Muted, or not among those that play solo. */
  readonly silent: boolean
  readonly disabled: boolean
  readonly meter: Ref<HTMLElement>
  readonly onChange: (change: Partial<Settings>) => void
}

export function Strip({ role, instrument, strip, silent, disabled, meter, onChange }: Props) {
  const name = ROLE_NAME[role]
  const words = `${Math.round(strip.level * 100)} %`
  return (
    <li className={classes.strip} data-silent={silent || undefined}>
      <RoleGlyph role={role} size={20} />
      <span className={classes.name}>
        {name}
        <small>{instrument}</small>
      </span>
      <div className={classes.fader}>
        <Slider
          label={`Level of the ${role}`}
          min={0}
          max={LOUDEST}
          step={0.05}
          value={strip.level}
          words={words}
          colour={roleColour(role)}
          marks={MARKS}
          disabled={disabled}
          onChange={(level) => onChange({ level })}
          onReset={() => onChange({ level: 1 })}
        />
        <span className={classes.meter} aria-hidden="true">
          <i ref={meter} style={{ background: roleColour(role) }} />
        </span>
      </div>
      <output className={classes.level}>{words}</output>
      <Switch
        letter="M"
        label={`Mute ${name}`}
        on={strip.muted}
        disabled={disabled}
        onChange={(muted) => onChange({ muted })}
      />
      <Switch
        letter="S"
        label={`Solo ${name}`}
        on={strip.solo}
        disabled={disabled}
        onChange={(solo) => onChange({ solo })}
      />
    </li>
  )
}

type SwitchProps = {
  readonly letter: "M" | "S"
  readonly label: string
  readonly on: boolean
  readonly disabled: boolean
  readonly onChange: (on: boolean) => void
}

function Switch({ letter, label, on, disabled, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      className={classes.switch}
      data-letter={letter}
      aria-label={label}
      aria-pressed={on}
      title={label}
      disabled={disabled}
      onClick={() => onChange(!on)}
    >
      {letter}
    </button>
  )
}
