/**
 * A song as a picture the size of a thumb, from the preview that comes with it: the roles one upon
 * another, the drums below. Drawn anew only for another song.
 */
import { type CSSProperties, memo } from "react"
import { PREVIEW_HEIGHT, PREVIEW_WIDTH, previewPaths } from "../../music/preview"
import type { Role } from "../../music/roles"
import { roleColour } from "../roleStyle"
import classes from "./Thumbnail.module.css"

type Props = {
  /** `SongOut.preview`; null while there is none. */
  readonly preview: string | null
  /** How much of it was played, 0 to 1: that is bright, and the rest is not. */
  readonly progress?: number | undefined
}

/** Those behind come first. */
const DRAWN: readonly Role[] = ["bass", "chords", "lead", "drums"]

export function Thumbnail({ preview, progress }: Props) {
  const played = progress === undefined ? undefined : { "--played": `${progress * 100}%` }
  return (
    <div
      className={classes.thumbnail}
      data-playing={progress === undefined ? undefined : true}
      style={played as CSSProperties | undefined}
    >
      {preview && <Picture preview={preview} />}
    </div>
  )
}

const Picture = memo(function Picture({ preview }: { readonly preview: string }) {
  const paths = previewPaths(preview)
  return (
    <svg
      viewBox={`0 0 ${PREVIEW_WIDTH} ${PREVIEW_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {paths && DRAWN.map((role) => <path key={role} d={paths[role]} stroke={roleColour(role)} />)}
    </svg>
  )
})
