/** What the band plays on: a palette for all of it, or an instrument for a role. */
import { Select } from "@mantine/core"
import type { Instrument } from "../../../api/choices"
import { ROLES, type Role } from "../../../music/roles"
import { Field } from "../../../ui/Field"
import { Pills } from "../../../ui/Pills"
import { RoleLabel } from "../../../ui/RoleLabel"
import { ROLE_NAME } from "../../../ui/roleStyle"
import classes from "./Instruments.module.css"
import options from "./options.module.css"
import type { PartProps } from "./parts"
import { textOf, toldIn } from "./told"

export function Instruments(props: PartProps) {
  const { draft, choices, onChange } = props
  const palettes = choices?.palettes ?? []
  return (
    <>
      <Field label="Palette" hint="Instruments for the whole band that go well together.">
        <Pills
          label="Palette"
          pills={[
            { value: null, label: "Its own" },
            ...palettes.map(({ name, title }) => ({ value: name, label: title })),
          ]}
          value={draft.palette}
          onChange={(palette) => onChange({ palette })}
        />
      </Field>
      <Field
        label="Each by itself"
        hint="Any of General MIDI; empty plays what the palette or the starting seed has."
      >
        {ROLES.map((role) => (
          <OfRole key={role} role={role} {...props} />
        ))}
      </Field>
    </>
  )
}

function OfRole({ role, draft, score, choices, onChange }: PartProps & { role: Role }) {
  const told = toldIn(draft.instruments)
  const known = choices?.instruments[role] ?? []
  const palette = choices?.palettes.find(({ name }) => name === draft.palette)
  const own = known.find(({ program }) => program === score?.mix[role].program)?.name
  const chosen = told[role]
  const set = (name: string | null) =>
    onChange({ instruments: textOf({ ...told, [role]: name ?? "" }) })
  return (
    <div className={classes.instrument}>
      <RoleLabel role={role} />
      <Select
        aria-label={`${ROLE_NAME[role]} instrument`}
        placeholder={palette?.roles[role]?.name ?? own ?? "its own"}
        data={grouped(known, chosen)}
        value={chosen === undefined ? null : nameOf(chosen, known)}
        searchable
        withScrollArea={false}
        classNames={options}
        clearable
        clearButtonProps={{ "aria-label": `${ROLE_NAME[role]} instrument: back to usual` }}
        nothingFoundMessage="No instrument is called that"
        onChange={set}
      />
    </div>
  )
}

/** By family; what a link calls otherwise stands first, as it was written. */
function grouped(known: readonly Instrument[], chosen: string | undefined) {
  const families = new Map<string, string[]>()
  if (chosen !== undefined && !known.some(({ name }) => name === nameOf(chosen, known)))
    families.set("As asked", [chosen])
  for (const { name, family } of known)
    families.set(family, [...(families.get(family) ?? []), name])
  return [...families].map(([group, items]) => ({ group, items }))
}

/** An instrument may be told by its number. */
function nameOf(told: string, known: readonly Instrument[]): string {
  return known.find(({ program }) => String(program) === told)?.name ?? told
}
