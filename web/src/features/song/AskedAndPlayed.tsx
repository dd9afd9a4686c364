/** What was asked of each role, and what it plays: a bar for what one hears, a line for what was asked. */
import { type CSSProperties, memo, useId } from "react"
import type { Song } from "../../api/client"
import { RoleGlyph } from "../../ui/RoleGlyph"
import { ROLE_NAME, roleColour } from "../../ui/roleStyle"
import {
  type Asked,
  askedInWords,
  askedOf,
  reachOf,
  shareInWords,
  verdictOn,
  whereAsked,
} from "./asked"
import classes from "./asked.module.css"

export const AskedAndPlayed = memo(function AskedAndPlayed({ song }: { song: Song }) {
  const id = useId()
  const roles = askedOf(song)
  const reach = reachOf(roles)
  return (
    <section className={classes.asked} aria-labelledby={id}>
      <header>
        <h3 id={id}>Asked and played {roles.length > 0 && <small>{whereAsked(song)}</small>}</h3>
        {roles.length > 0 && (
          <p className={classes.key} aria-hidden="true">
            <i className={classes.keyBar} /> played <i className={classes.keyLine} /> asked
          </p>
        )}
      </header>
      {roles.length === 0 ? (
        <p className={classes.note}>{missing(song)}</p>
      ) : (
        <ul className={classes.roles}>
          {roles.map((one) => (
            <Row key={one.role} one={one} reach={reach} />
          ))}
        </ul>
      )}
    </section>
  )
})

function missing({ status }: Song): string {
  return status === "composing"
    ? "Once the song is composed, this shows how much of each instrument was asked for, and how much plays."
    : "How much of each instrument was asked for is not known of this song."
}

function Row({ one, reach }: { one: Asked; reach: number }) {
  const { role, asked, played, kept } = one
  const share = (value: number) => `${(Math.min(value, reach) / reach) * 100}%`
  const verdict = verdictOn(one)
  return (
    <li className={classes.role} style={{ "--colour": roleColour(role) } as CSSProperties}>
      <RoleGlyph role={role} size={20} />
      <div className={classes.words}>
        <span>
          {ROLE_NAME[role]} <span className={classes.said}>{askedInWords(one)}</span>
        </span>
        <span className={classes.verdict}>{verdict}</span>
      </div>
      {!kept && (
        <div className={classes.scale} aria-hidden="true">
          <i className={classes.played} style={{ width: share(played ?? 0) }} />
          {asked !== null && <i className={classes.line} style={{ left: share(asked) }} />}
        </div>
      )}
      <span className={classes.share}>{shareInWords(one)}</span>
    </li>
  )
}
