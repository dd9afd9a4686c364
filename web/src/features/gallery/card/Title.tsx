/** A song's title: the way to its page, or a field while it is renamed. */
import { IconPencil } from "@tabler/icons-react"
import { useRef } from "react"
import { Link } from "wouter"
import type { Song } from "../../../api/client"
import { IconButton } from "../../../ui/IconButton"
import { hrefOf } from "./facts"
import classes from "./Title.module.css"

const LONGEST = 120

type Props = {
  readonly song: Song
  readonly tabIndex: number
  readonly isRenaming: boolean
  readonly onRename: () => void
  /** With the new title, or with nothing where it stays. */
  readonly onRenamed: (title: string | null) => void
}

export function Title({ song, tabIndex, isRenaming, onRename, onRenamed }: Props) {
  if (isRenaming) return <Field title={song.title} onRenamed={onRenamed} />
  return (
    <div className={classes.title}>
      <h3>
        <Link href={hrefOf(song)} tabIndex={tabIndex} title={song.title}>
          <Words title={song.title} />
        </Link>
      </h3>
      <IconButton
        className={classes.pencil ?? ""}
        label={`Rename ${song.title}`}
        tabIndex={tabIndex}
        onClick={onRename}
      >
        <IconPencil size={16} />
      </IconButton>
    </div>
  )
}

/** The title of a song that has no page. */
export function StillTitle({ title }: { title: string }) {
  return (
    <div className={classes.title}>
      <h3>
        <Words title={title} />
      </h3>
    </div>
  )
}

/** A title may name a style behind a dot: `Midnight Letter · waltz`. It stands back. */
function Words({ title }: { title: string }) {
  const [name, ...style] = title.split(/(?= · )/)
  return (
    <>
      {name}
      {style.length > 0 && <span>{style}</span>}
    </>
  )
}

type FieldProps = Pick<Props, "onRenamed"> & { readonly title: string }

function Field({ title, onRenamed }: FieldProps) {
  const isOver = useRef(false) // leaving a field that goes away would save it once more
  const end = (value: string | null) => {
    if (isOver.current) return
    isOver.current = true
    const name = value?.trim()
    onRenamed(name && name !== title ? name : null)
  }
  return (
    <input
      className={classes.field}
      aria-label={`New title of ${title}`}
      defaultValue={title}
      maxLength={LONGEST}
      enterKeyHint="done"
      // biome-ignore lint/a11y/noAutofocus: it stands where who asked for it just was
      autoFocus
      onFocus={(event) => event.target.select()}
      onBlur={(event) => end(event.target.value)}
      onKeyDown={(event) => {
        const { key, nativeEvent, currentTarget } = event
        if ((key !== "Enter" || nativeEvent.isComposing) && key !== "Escape") return
        end(key === "Enter" ? currentTarget.value : null)
        currentTarget.closest("article")?.focus()
      }}
    />
  )
}
