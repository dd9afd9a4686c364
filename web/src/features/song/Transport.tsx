/** The buttons under the roll: play, stop, repeat, volume; and where in the song one is. */
import { ActionIcon, Loader, Tooltip } from "@mantine/core"
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconRepeat,
  IconVolume,
} from "@tabler/icons-react"
import type { Score } from "../../music/score"
import { usePlayback, usePlayer } from "../../ui/playback"
import { Slider } from "../../ui/Slider"
import { barsIn, barsInWords, isWhole, wholeOf } from "./place"
import { Readout } from "./Readout"
import classes from "./transport.module.css"
import type { Transport as Playing } from "./useTransport"

type Props = {
  readonly title: string
  readonly score: Score | null
  readonly transport: Playing
}

export function Transport({ title, score, transport }: Props) {
  const { playback, loop } = transport
  return (
    <fieldset className={classes.transport} aria-label="Transport">
      <PlayButton {...{ title, transport }} />
      <ActionIcon
        className={classes.button}
        size={44}
        variant="subtle"
        color="gray"
        aria-label="Stop, and back to the beginning"
        disabled={!playback}
        onClick={transport.stop}
      >
        <IconPlayerStopFilled size={20} />
      </ActionIcon>
      <Readout score={score} here={playback !== null} />
      {/* the player bar reads it aloud, and on a phone shows it */}
      <p className={classes.state} data-problem={playback?.problem ? true : undefined}>
        {playback?.problem ?? STATES[playback?.state ?? "idle"]}
      </p>
      <Tooltip label={loop ? "Play on" : "Repeat: drag over the bars’ numbers for a part"}>
        <button
          type="button"
          className={classes.repeat}
          aria-pressed={loop !== null}
          disabled={!score}
          onClick={() => score && transport.toggleLoop(wholeOf(score))}
        >
          <IconRepeat size={20} />
          <span>{score && loop ? repeated(score, loop) : "Repeat"}</span>
        </button>
      </Tooltip>
      <Volume />
    </fieldset>
  )
}

const STATES = {
  idle: "",
  playing: "",
  paused: "",
  loading: "Getting the instruments…",
  waiting: "Waiting for the next notes…",
  failed: "This song could not be played.",
}

function repeated(score: Score, loop: readonly [number, number]): string {
  return isWhole(score, loop) ? "Whole song" : sentence(barsInWords(barsIn(score, loop)))
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

type PlayProps = Pick<Props, "title" | "transport">

function PlayButton({ title, transport: { playback, going, toggle } }: PlayProps) {
  const isLoading = playback?.state === "loading"
  return (
    <ActionIcon
      className={classes.play}
      size={60}
      radius={30}
      aria-label={`${going ? "Pause" : "Play"} ${title}`}
      onClick={toggle}
    >
      {isLoading && <Loader size={24} color="currentColor" />}
      {!isLoading && going && <IconPlayerPauseFilled size={28} />}
      {!isLoading && !going && <IconPlayerPlayFilled size={28} />}
    </ActionIcon>
  )
}

function Volume() {
  const player = usePlayer()
  const { volume } = usePlayback()
  return (
    <div className={classes.volume}>
      <IconVolume size={20} aria-hidden="true" />
      <Slider
        label="Volume"
        min={0}
        max={1}
        step={0.02}
        value={volume}
        words={`${Math.round(volume * 100)} %`}
        onChange={player.setVolume}
      />
    </div>
  )
}
