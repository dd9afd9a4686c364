/** Some of the band composed anew, in the whole song or where it is repeated; the rest stays. */
import { Checkbox } from "@mantine/core"
import { IconRefresh } from "@tabler/icons-react"
import { useState } from "react"
import type { Song } from "../../api/client"
import type { Span } from "../../audio/playback"
import { ROLES, type Role } from "../../music/roles"
import type { ScoreFeed } from "../../music/score"
import { listed } from "../../music/words"
import { useScore } from "../../ui/feeds"
import { RoleGlyph } from "../../ui/RoleGlyph"
import { ROLE_NAME } from "../../ui/roleStyle"
import { barsIn, barsInWords, isWhole } from "./place"
import { useMade } from "./useMade"
import { VerbCard } from "./VerbCard"
import classes from "./verbs.module.css"

type Props = {
  readonly song: Song
  readonly feed: ScoreFeed
  readonly loop: Span | null
}

export function Redo({ song, feed, loop }: Props) {
  const score = useScore(feed)
  const made = useMade(song)
  const [chosen, setChosen] = useState<ReadonlySet<Role>>(new Set())
  const [onlyThere, setOnlyThere] = useState(true)
  const part = score && loop && !isWhole(score, loop) ? barsIn(score, loop) : null

  const toggle = (role: Role) => setChosen((roles) => toggled(roles, role))
  const roles = ROLES.filter((role) => chosen.has(role))
  const redo = roles.join(", ")
  const isThere = part !== null && onlyThere
  const where = isThere ? { redo_bars: part.join("-") } : {}
  const from = isThere && loop ? loop[0] : 0
  return (
    <VerbCard
      title="Redo"
      icon={<IconRefresh size={20} stroke={1.6} aria-hidden="true" />}
      hint="Choose who plays something new. The others stay as they are."
      action={roles.length ? `Redo ${listed(roles)}` : "Redo"}
      disabled={roles.length === 0}
      making={made}
      onMake={() => made.make({ verb: "redo", settings: { redo, ...where } }, from)}
    >
      <fieldset className={classes.roles} aria-label="Who plays something new">
        {ROLES.map((role) => (
          <button
            key={role}
            type="button"
            className={classes.role}
            aria-pressed={chosen.has(role)}
            onClick={() => toggle(role)}
          >
            <RoleGlyph role={role} size={16} />
            {ROLE_NAME[role]}
          </button>
        ))}
      </fieldset>
      {part ? (
        <Checkbox
          className={classes.where}
          color="var(--accent)"
          iconColor="var(--page)"
          label={`Only in ${barsInWords(part)}`}
          checked={onlyThere}
          onChange={(event) => setOnlyThere(event.currentTarget.checked)}
        />
      ) : (
        <p className={classes.where}>In the whole song. Drag over the bars’ numbers for a part.</p>
      )}
    </VerbCard>
  )
}

function toggled(roles: ReadonlySet<Role>, role: Role): ReadonlySet<Role> {
  const others = new Set(roles)
  if (!others.delete(role)) others.add(role)
  return others
}
