/** A finished song as a small piano roll that is its own seek bar: what has sounded is bright. */
import type { CSSProperties } from "react"
import type { Song } from "../../../api/client"
import { clock, spokenTime } from "../../../music/words"
import { usePosition } from "../../../ui/playback"
import { Thumbnail } from "../../../ui/roll/Thumbnail"
import classes from "./Picture.module.css"
import type { Playing } from "./usePlaying"
import { useSeek } from "./useSeek"

const STEP_SECONDS = 5

type Props = { readonly song: Song; readonly playing: Playing; readonly tabIndex: number }

export function Picture({ song, playing, tabIndex }: Props) {
  const total = song.seconds ?? 0
  const { dragged, handlers } = useSeek((share) => playing.seek(share * total))
  const place = { song, playing, tabIndex }
  return (
    <div className={classes.picture} data-dragging={dragged !== null || undefined} {...handlers}>
      {playing.isPresent ? (
        <Moving {...place} dragged={dragged} />
      ) : (
        <Still {...place} dragged={dragged} />
      )}
    </div>
  )
}

type PlaceProps = Props & { readonly dragged: number | null }

function Still({ song, playing, tabIndex, dragged }: PlaceProps) {
  return (
    <>
      <Thumbnail preview={song.preview} {...(dragged === null ? {} : { progress: dragged })} />
      {dragged !== null && <Head share={dragged} total={song.seconds ?? 0} isHeld />}
      <Slider song={song} seconds={0} tabIndex={tabIndex} onSeek={playing.seek} />
    </>
  )
}

/** A component of its own, for it is drawn again and again: only the present song has one. */
function Moving({ song, playing, tabIndex, dragged }: PlaceProps) {
  const total = song.seconds ?? 0
  const seconds = Math.min(usePosition(), total) // a recording rings on a little after the last bar
  const share = dragged ?? (total ? seconds / total : 0)
  return (
    <>
      <Thumbnail preview={song.preview} progress={share} />
      <Head share={share} total={total} isHeld={dragged !== null} />
      <Slider song={song} seconds={seconds} tabIndex={tabIndex} onSeek={playing.seek} />
    </>
  )
}

type HeadProps = { readonly share: number; readonly total: number; readonly isHeld: boolean }

function Head({ share, total, isHeld }: HeadProps) {
  return (
    <div
      className={classes.head}
      data-late={share > 0.5 || undefined}
      style={{ "--at": `${share * 100}%` } as CSSProperties}
      aria-hidden="true"
    >
      {isHeld && <span>{clock(share * total)}</span>}
    </div>
  )
}

type SliderProps = {
  readonly song: Song
  readonly seconds: number
  readonly tabIndex: number
  readonly onSeek: (seconds: number) => void
}

/** Unseen, for keys and screen readers; the pointer has the picture itself. */
function Slider({ song, seconds, tabIndex, onSeek }: SliderProps) {
  const total = song.seconds ?? 0
  return (
    <input
      type="range"
      min={0}
      max={Math.ceil(total)}
      step={STEP_SECONDS}
      value={Math.round(seconds)}
      tabIndex={tabIndex}
      aria-label={`Position in ${song.title}`}
      aria-valuetext={`${spokenTime(seconds)} of ${spokenTime(total)}`}
      onChange={(event) => onSeek(Number(event.target.value))}
    />
  )
}
