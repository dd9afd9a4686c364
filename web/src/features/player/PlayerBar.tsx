/** What plays, wherever one is in the studio: pause, seek, loop, volume, and the way back to the song. */
import { ActionIcon } from "@mantine/core"
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
import { isGoing } from "../../audio/player"
import { usePlayback, usePlayer } from "../../ui/playback"
import { Slider } from "../../ui/Slider"
import { Turning } from "../../ui/Turning"
import classes from "./player.module.css"
import { Seek } from "./Seek"
import { useSpaceKey } from "./useSpaceKey"

export function PlayerBar() {
  const player = usePlayer()
  const song = usePlayback((playback) => playback.song)
  useSpaceKey(player)
  if (!song) return null
  return (
    <section className={classes.bar} aria-label="Player" data-playing>
      <PlayButton title={song.title} />
      <div className={classes.middle}>
        <div className={classes.names}>
          <Title id={song.id} title={song.title} />
          <State />
        </div>
        <Seek title={song.title} />
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
        <Repeat />
        <Volume />
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

function PlayButton({ title }: { title: string }) {
  const player = usePlayer()
  const state = usePlayback((playback) => playback.state)
  const isLoading = state === "loading"
  const going = isGoing(state)
  return (
    <ActionIcon
      size={44}
      radius="xl"
      aria-label={`${going ? "Pause" : "Play"} ${title}, in the player`}
      onClick={player.toggle}
    >
      {isLoading && <Turning size={22} />}
      {!isLoading && going && <IconPlayerPauseFilled size={20} />}
      {!isLoading && !going && <IconPlayerPlayFilled size={20} />}
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

function State() {
  const { silentSwitch } = usePlayer()
  const words = usePlayback((playback) => wordsOf(playback, silentSwitch))
  return (
    <span className={classes.state} role="status">
      {words}
    </span>
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

function Repeat() {
  const player = usePlayer()
  const isOn = usePlayback((playback) => playback.loop !== null)
  return (
    <ActionIcon
      variant="subtle"
      color={isOn ? "accent" : "gray"}
      size={40}
      aria-label="Repeat"
      aria-pressed={isOn}
      onClick={() => player.loop(isOn ? null : [0, player.get().seconds])}
    >
      <IconRepeat size={18} />
    </ActionIcon>
  )
}

function Volume() {
  const player = usePlayer()
  const volume = usePlayback((playback) => playback.volume)
  return (
    <>
      <IconVolume size={18} className={classes.volumeIcon} aria-hidden="true" />
      <div className={classes.volume}>
        <Slider
          label="Volume"
          words={`${Math.round(volume * 100)} %`}
          min={0}
          max={1}
          step={0.01}
          value={volume}
          onChange={player.setVolume}
        />
      </div>
    </>
  )
}
