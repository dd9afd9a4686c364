/** How much of each role: four levels in the roles' colours, and a way back. */
import { AS_IS, isAsIs, type Levels, ROLES } from "../../../music/roles"
import { Field } from "../../../ui/Field"
import { Level } from "../../../ui/Level"
import { Quiet } from "../Quiet"

type Props = { readonly levels: Levels; readonly onChange: (levels: Partial<Levels>) => void }

export function Band({ levels, onChange }: Props) {
  const reset = (
    <Quiet disabled={isAsIs(levels)} onClick={() => onChange(AS_IS)}>
      Reset
    </Quiet>
  )
  return (
    <Field
      label="How much of each"
      aside={reset}
      hint="1× plays as the music asks for, 0 leaves it out, 5× is a crowd."
    >
      <div>
        {ROLES.map((role) => (
          <Level
            key={role}
            role={role}
            level={levels[role]}
            onChange={(level) => onChange({ [role]: level })}
          />
        ))}
      </div>
    </Field>
  )
}
