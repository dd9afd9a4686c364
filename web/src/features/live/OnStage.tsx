/** The band while it plays: its notes, and what can be asked of it on the way. */
import { Button } from "@mantine/core"
import { IconPlayerPlayFilled, IconPlayerStopFilled } from "@tabler/icons-react"
import { useLocation } from "wouter"
import { useStopBand } from "../../api/band"
import type { Song } from "../../api/client"
import { playableOf } from "../../api/feeds"
import { secondsOf } from "../../music/time"
import { counted } from "../../music/words"
import { useFeeds, useScore } from "../../ui/feeds"
import { MidiOut } from "../../ui/MidiOut"
import { Note } from "../../ui/Note"
import { Problem } from "../../ui/Problem"
import { usePlayer, useSongPlayback } from "../../ui/playback"
import { PianoRoll } from "../../ui/roll/PianoRoll"
import classes from "./OnStage.module.css"
import { Steering } from "./Steering"

/** Who comes back to a band that plays goes on so long before its last notes. */
const BEHIND_SECONDS = 4

export function OnStage({ song }: { song: Song }) {
  const player = usePlayer()
  const playable = playableOf(song, useFeeds())
  const score = useScore(playable.feed)
  const playback = useSongPlayback(song.id)
  const stop = useStopBand(song.id)
  const [, go] = useLocation()

  const listen = () => {
    const edge = score ? Math.max(0, secondsOf(score) - BEHIND_SECONDS) : 0
    player.play(playable, edge)
  }
  // by promise, for the stage is gone when the answer comes
  const end = () =>
    stop.mutateAsync(undefined).then(
      () => go(`/songs/${song.id}`),
      () => {},
    )

  return (
    <>
      <header className={classes.head}>
        <h2>Live</h2>
        <Note role="status">{counted(score?.bars ?? 0, "bar")} so far</Note>
        <div className={classes.ways}>
          {playback.state === "idle" && (
            <Button leftSection={<IconPlayerPlayFilled size={18} />} onClick={listen}>
              Listen
            </Button>
          )}
          <Button
            variant={playback.state === "idle" ? "default" : "filled"}
            leftSection={<IconPlayerStopFilled size={18} />}
            loading={stop.isPending}
            onClick={end}
          >
            Stop and keep
          </Button>
        </div>
      </header>
      {stop.error && <Problem sentence={stop.error.message} onRetry={end} />}
      <div className={classes.stage}>
        <PianoRoll
          feed={playable.feed}
          position={player.position}
          playing={playback.state === "playing"}
          loop={playback.loop}
          onSeek={(seconds) => player.play(playable, seconds)}
          onLoop={player.loop}
          label={`What the band plays: ${song.title}`}
        />
      </div>
      <div className={classes.desk}>
        <Steering song={song} score={score} />
        <MidiOut />
      </div>
    </>
  )
}
