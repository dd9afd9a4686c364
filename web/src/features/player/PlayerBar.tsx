/** What plays, wherever one is in the studio: pause, seek, loop, volume, and the way back to the song. */
import { ActionIcon, Loader } from "@mantine/core"
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconRepeat,
  IconVolume,
  IconX,
} from "@tabler/icons-react"
import { Link } from "wouter"
import { useSong } from "../../api/songs"
import type { Playback } from "../../audio/playback"
import { usePlayback, usePlayer } from "../../ui/playback"
import { Slider } from "../../ui/Slider"
import classes from "./player.module.css"
import { Seek } from "./Seek"
import { useSpaceKey } from "./useSpaceKey"

export function PlayerBar() {
  const player = usePlayer()
  const playback = usePlayback()
  useSpaceKey(player)
  const { song } = playback
  if (!song) return null
  return (
    <section className={classes.bar} aria-label="Player" data-playing>
      <PlayButton playback={playback} />
      <div className={classes.middle}>
        <div className={classes.names}>
          <Title id={song.id} title={song.title} />
          <span className={classes.state} role="status">
            {wordsOf(playback, player.silentSwitch)}
          </span>
        </div>
        <Seek playback={playback} />
      </div>
      <div className={classes.more}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          aria-label="Back to the beginning"
          onClick={() => player.seek(0)}
        >
          <IconPlayerSkipBackFilled size={18} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color={playback.loop ? "accent" : "gray"}
          size={40}
          aria-label="Repeat"
          aria-pressed={playback.loop !== null}
          onClick={() => player.loop(playback.loop ? null : [0, playback.seconds])}
        >
          <IconRepeat size={18} />
        </ActionIcon>
        <IconVolume size={18} className={classes.volumeIcon} aria-hidden="true" />
        <div className={classes.volume}>
          <Slider
            label="Volume"
            words={`${Math.round(playback.volume * 100)} %`}
            min={0}
            max={1}
            step={0.01}
            value={playback.volume}
            onChange={player.setVolume}
          />
        </div>
      </div>
      <ActionIcon
        className={classes.close}
        variant="subtle"
        color="gray"
        size={40}
        aria-label="Close the player"
        onClick={player.stop}
      >
        <IconX size={18} />
      </ActionIcon>
    </section>
  )
}

function PlayButton({ playback: { state, song } }: { playback: Playback }) {
  const player = usePlayer()
  const going = state === "playing" || state === "waiting" || state === "loading"
  return (
    <ActionIcon
      size={44}
      radius="xl"
      aria-label={`${going ? "Pause" : "Play"} ${song?.title}, in the player`}
      onClick={player.toggle}
    >
      {state === "loading" && <Loader size={18} color="var(--page)" />}
      {state !== "loading" && going && <IconPlayerPauseFilled size={20} />}
      {!going && <IconPlayerPlayFilled size={20} />}
    </ActionIcon>
  )
}

/** A starting seed that is listened to has no page of its own. */
function Title({ id, title }: { id: string; title: string }) {
  if (id.startsWith("starter:")) return <span className={classes.title}>{title}</span>
  return <SongTitle id={id} title={title} />
}

/** As the song is called now. */
function SongTitle({ id, title }: { id: string; title: string }) {
  const song = useSong(id)
  return (
    <Link href={`/songs/${id}`} className={classes.title}>
      {song.data?.title ?? title}
    </Link>
  )
}

function wordsOf({ state, problem, engine, song }: Playback, silentSwitch: boolean): string {
  if (problem) return problem
  if (state === "loading") return "Getting the instruments…"
  if (state === "waiting") return "Waiting for the next notes…"
  if (engine === "stream" && song?.mp3) return "Playing the rendered MP3"
  if (silentSwitch && state === "playing") return "No sound? Look at the switch on the side."
  return ""
}
