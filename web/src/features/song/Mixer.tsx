/** The band at the desk: who is heard, and how loud, changed while it plays. */
import { Button } from "@mantine/core"
import { memo, useId } from "react"
import type { Mix } from "../../audio/playback"
import { programName } from "../../music/programs"
import { ROLES, type Role } from "../../music/roles"
import type { ScoreFeed } from "../../music/score"
import { useScoreOf } from "../../ui/feeds"
import { fetched } from "../../ui/fetched"
import { useMidiOut, useMix, usePlayback, usePlayer } from "../../ui/playback"
import classes from "./mixer.module.css"
import { Strip } from "./Strip"
import { useMeters } from "./useMeters"

const MidiOut = fetched(async () => (await import("../../ui/MidiOut")).MidiOut)

type Props = { readonly feed: ScoreFeed; readonly sounding: boolean }

export const Mixer = memo(function Mixer({ feed, sounding }: Props) {
  const id = useId()
  const { mixer } = usePlayer()
  const mix = useMix()
  const instruments = useScoreOf(feed, (score) => score?.mix)
  const isLive = usePlayback(({ engine }) => engine === "synth")
  const hasMidi = useMidiOut().supported
  const silent = mutedRoles(mix)
  const meter = useMeters(sounding && isLive)
  return (
    <section className={classes.mixer} aria-labelledby={id}>
      <header>
        <h3 id={id}>Mixer</h3>
        <Button
          className={classes.reset}
          size="compact-sm"
          variant="subtle"
          color="gray"
          disabled={!isLive || isAsComposed(mix)}
          onClick={mixer.reset}
        >
          Reset
        </Button>
      </header>
      {!isLive && (
        <p className={classes.note}>
          Over plain http browsers play the finished recording alone, which can’t be mixed. Serve
          with TLS (--tls-cert and --tls-key), or open this page on the computer it runs on; or
          download the stems.
        </p>
      )}
      <ul className={classes.strips}>
        {ROLES.map((role) => (
          <Strip
            key={role}
            role={role}
            instrument={instruments ? programName(role, instruments[role].program) : ""}
            strip={mix[role]}
            silent={silent.has(role)}
            disabled={!isLive}
            meter={meter(role)}
            onChange={(change) => mixer.set(role, change)}
          />
        ))}
      </ul>
      {hasMidi && (
        <div className={classes.midi}>
          <MidiOut />
        </div>
      )}
    </section>
  )
})

/** Who isn't heard: the muted, and where some play solo all others. */
export function mutedRoles(mix: Mix): ReadonlySet<Role> {
  const isSolo = ROLES.some((role) => mix[role].solo)
  return new Set(ROLES.filter((role) => mix[role].muted || (isSolo && !mix[role].solo)))
}

function isAsComposed(mix: Mix): boolean {
  return ROLES.every((role) => !mix[role].muted && !mix[role].solo && mix[role].level === 1)
}
