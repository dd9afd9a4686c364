/** A finished song: seen, played, taken along, or deleted. */
import { ActionIcon, Button, Tooltip } from "@mantine/core"
import {
  IconDownload,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconTrash,
} from "@tabler/icons-react"
import { midiUrl, type Song, wavUrl } from "../../api/client"
import { clock } from "../../music/words"
import { Problem } from "../../ui/Problem"
import { usePlayback, usePlayer } from "../../ui/playback"
import classes from "./card.module.css"
import { Timeline } from "./Timeline"

export function Ready({ song, onLeave }: { song: Song; onLeave: () => void }) {
  const player = usePlayer()
  const playback = usePlayback(song.id)
  const play = () => player.play(song.id, wavUrl(song.id))
  return (
    <>
      <Timeline song={song} playback={playback} />
      {playback.state === "failed" && (
        <Problem sentence="This song could not be played." onRetry={play} />
      )}
      <div className={classes.actions}>
        <PlayButton song={song} state={playback.state} onPlay={play} onPause={player.pause} />
        <Time
          seconds={playback.seconds}
          total={song.seconds ?? 0}
          loading={playback.state === "loading"}
        />
        <Download song={song} kind="MIDI" url={midiUrl(song.id)} />
        <Download song={song} kind="WAV" url={wavUrl(song.id)} />
        <Tooltip label="Delete">
          <ActionIcon
            size={36}
            variant="subtle"
            color="gray"
            className={classes.quiet}
            aria-label={`Delete ${song.title}`}
            onClick={onLeave}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </>
  )
}

type PlayProps = {
  readonly song: Song
  readonly state: string
  readonly onPlay: () => void
  readonly onPause: () => void
}

function PlayButton({ song, state, onPlay, onPause }: PlayProps) {
  const isOn = state === "playing" || state === "loading"
  return (
    <ActionIcon
      size={44}
      radius="xl"
      className={classes.play}
      data-on={isOn || undefined}
      data-loading={state === "loading" || undefined}
      aria-label={`${isOn ? "Pause" : "Play"} ${song.title}`}
      onClick={isOn ? onPause : onPlay}
    >
      {isOn ? <IconPlayerPauseFilled size={20} /> : <IconPlayerPlayFilled size={20} />}
    </ActionIcon>
  )
}

/** A recording rings on a little after the last bar; the time does not. */
type TimeProps = { readonly seconds: number; readonly total: number; readonly loading: boolean }

function Time({ seconds, total, loading }: TimeProps) {
  return (
    <span className={classes.time}>
      {loading ? (
        <span role="status" className={classes.rendering}>
          Rendering…
        </span>
      ) : (
        <>
          <span className={classes.now}>{clock(Math.min(seconds, total))}</span> / {clock(total)}
        </>
      )}
    </span>
  )
}

type DownloadProps = { readonly song: Song; readonly kind: "MIDI" | "WAV"; readonly url: string }

function Download({ song, kind, url }: DownloadProps) {
  return (
    <Button
      component="a"
      href={url}
      download
      size="compact-md"
      variant="subtle"
      color="gray"
      className={classes.download}
      aria-label={`Download ${kind} of ${song.title}`}
      leftSection={<IconDownload size={15} />}
    >
      {kind}
    </Button>
  )
}
