/** The buttons under the roll: play, stop, repeat, volume; and where in the song one is. */
import { ActionIcon } from "@mantine/core"
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconRepeat,
  IconVolume,
} from "@tabler/icons-react"
import type { Span } from "../../audio/playback"
import type { Score, ScoreFeed } from "../../music/score"
import { useScoreOf } from "../../ui/feeds"
import { usePlayback, usePlayer } from "../../ui/playback"
import { Slider } from "../../ui/Slider"
import { Turning } from "../../ui/Turning"
import { barsIn, barsInWords, isWhole, wholeOf } from "./place"
import { Readout } from "./Readout"
import classes from "./transport.module.css"
import type { Transport as Playing } from "./useTransport"

type Props = {
  readonly title: string
  readonly feed: ScoreFeed
  readonly transport: Playing
}

export function Transport({ title, feed, transport }: Props) {
  const { here, state, problem, stop } = transport
  return (
    <fieldset className={classes.transport} aria-label="Transport">
      <PlayButton {...{ title, transport }} />
      <ActionIcon
        className={classes.button}
        size={44}
        variant="subtle"
        color="gray"
        aria-label="Stop, and back to the beginning"
        disabled={!here}
        onClick={stop}
      >
        <IconPlayerStopFilled size={20} />
      </ActionIcon>
      <Readout feed={feed} here={here} />
      {/* the player bar reads it aloud, and on a phone shows it */}
      <p className={classes.state} data-problem={problem ? true : undefined}>
        {problem ?? STATES[state]}
      </p>
      <Repeat {...{ feed, transport }} />
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

type PlayProps = Pick<Props, "title" | "transport">

function PlayButton({ title, transport: { state, going, toggle } }: PlayProps) {
  const isLoading = state === "loading"
  return (
    <ActionIcon
      className={classes.play}
      size={60}
      radius={30}
      aria-label={`${going ? "Pause" : "Play"} ${title}`}
      onClick={toggle}
    >
      {isLoading && <Turning size={28} />}
      {!isLoading && going && <IconPlayerPauseFilled size={28} />}
      {!isLoading && !going && <IconPlayerPlayFilled size={28} />}
    </ActionIcon>
  )
}

type RepeatProps = Pick<Props, "feed" | "transport">

function Repeat({ feed, transport: { loop, toggleLoop } }: RepeatProps) {
  const isKnown = useScoreOf(feed, (score) => score !== null)
  const words = useScoreOf(feed, (score) => (score && loop ? repeated(score, loop) : "Repeat"))
  const repeat = () => {
    const score = feed.get()
    if (score) toggleLoop(wholeOf(score))
  }
  return (
    <button
      type="button"
      className={classes.repeat}
      title={loop ? "Play on" : "Repeat the song. For a part of it, drag over the bars’ numbers."}
      aria-pressed={loop !== null}
      disabled={!isKnown}
      onClick={repeat}
    >
      <IconRepeat size={20} />
      <span>{words}</span>
    </button>
  )
}

function repeated(score: Score, loop: Span): string {
  return isWhole(score, loop) ? "Whole song" : sentence(barsInWords(barsIn(score, loop)))
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function Volume() {
  const player = usePlayer()
  const volume = usePlayback((playback) => playback.volume)
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
