/** The song as a small piano roll that is its own seek bar: what has sounded is bright. */
import { useInViewport } from "@mantine/hooks"
import type { CSSProperties } from "react"
import { type Song, wavUrl } from "../../api/client"
import { useScore } from "../../api/songs"
import type { Playback } from "../../audio/player"
import { clock, spokenTime } from "../../music/words"
import { usePlayer } from "../../ui/playback"
import { Roll } from "../../ui/Roll"
import classes from "./timeline.module.css"

export function Timeline({ song, playback }: { song: Song; playback: Playback }) {
  const player = usePlayer()
  const { ref, inViewport } = useInViewport()
  const score = useScore(song, inViewport)
  const total = song.seconds ?? 0
  const isIdle = playback.state === "stopped"
  const share = total ? Math.min(1, playback.seconds / total) : 0
  return (
    <div
      ref={ref}
      className={classes.timeline}
      data-idle={isIdle || undefined}
      data-loading={playback.state === "loading" || undefined}
      style={{ "--played": `${share * 100}%` } as CSSProperties}
    >
      {score.data && (
        <>
          <Roll score={score.data} className={classes.rest} />
          {!isIdle && <Roll score={score.data} className={classes.played} />}
        </>
      )}
      <input
        type="range"
        min={0}
        max={total}
        step={1}
        value={Math.min(playback.seconds, total)}
        aria-label={`Position in ${song.title}`}
        aria-valuetext={`${spokenTime(playback.seconds)} of ${clock(total)}`}
        onChange={(event) => player.seek(song.id, wavUrl(song.id), Number(event.target.value))}
      />
    </div>
  )
}
