/** The song to see and to hear: its roll, who plays in it, how far it is, and the buttons to play it. */
import type { Song } from "../../api/client"
import type { Playable } from "../../audio/playback"
import { useMix, usePlayer } from "../../ui/playback"
import { PianoRoll } from "../../ui/roll/PianoRoll"
import { Legend } from "./Legend"
import { mutedRoles } from "./Mixer"
import { Progress } from "./Progress"
import classes from "./stage.module.css"
import { Transport } from "./Transport"
import type { Transport as Playing } from "./useTransport"

type Props = {
  readonly song: Song
  readonly playable: Playable
  readonly transport: Playing
  readonly onCancel: () => void
}

export function Stage({ song, playable, transport, onCancel }: Props) {
  const { feed } = playable
  const player = usePlayer()
  const dimmed = mutedRoles(useMix())
  return (
    <section className={classes.stage} aria-label="The song">
      <div className={classes.strip}>
        <Legend dimmed={dimmed} />
        {song.status === "composing" && <Progress {...{ song, feed, onCancel }} />}
      </div>
      <div className={classes.roll}>
        <PianoRoll
          feed={feed}
          {...(transport.here ? { position: player.position } : {})}
          playing={transport.state === "playing"}
          loop={transport.loop}
          onSeek={transport.seek}
          onLoop={transport.setLoop}
          dimmed={dimmed}
          label={`The notes of ${song.title}`}
        />
      </div>
      <Transport {...{ feed, transport }} title={song.title} />
    </section>
  )
}
