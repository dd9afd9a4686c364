/** A song's title, which can be changed where it stands. */
import { IconPencil } from "@tabler/icons-react"
import { useRef, useState } from "react"
import type { Song } from "../../api/client"
import { useEditSong } from "../../api/songs"
import { IconButton } from "../../ui/IconButton"
import { Problem } from "../../ui/Problem"
import classes from "./header.module.css"

const LONGEST = 120

export function Title({ song }: { song: Song }) {
  const edit = useEditSong(song)
  const [draft, setDraft] = useState<string | null>(null)
  const pencil = useRef<HTMLButtonElement>(null)

  function done(title: string | null) {
    setDraft(null)
    requestAnimationFrame(() => pencil.current?.focus({ preventScroll: true }))
    const said = title?.trim()
    if (said && said !== song.title) edit.mutate({ title: said })
  }

  return (
    <>
      {draft === null ? (
        <div className={classes.title}>
          <h2>
            <Words title={song.title} />
          </h2>
          <IconButton
            ref={pencil}
            label={`Rename ${song.title}`}
            tip="Rename"
            onClick={() => setDraft(song.title)}
          >
            <IconPencil size={18} />
          </IconButton>
        </div>
      ) : (
        <form
          className={classes.title}
          onSubmit={(event) => {
            event.preventDefault()
            done(draft)
          }}
        >
          <input
            ref={(input) => input?.focus()}
            aria-label="Title"
            maxLength={LONGEST}
            value={draft}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={() => done(draft)}
            onKeyDown={(event) => event.key === "Escape" && done(null)}
          />
        </form>
      )}
      {edit.error && <Problem sentence={edit.error.message} />}
    </>
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
