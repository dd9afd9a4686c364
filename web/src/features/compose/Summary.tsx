/** What differs from the usual, a way back to it, and a link to it. */
import { IconArrowBackUp, IconCheck, IconLink, IconRestore } from "@tabler/icons-react"
import { useState } from "react"
import { copyText } from "../../ui/copyText"
import { Note } from "../../ui/Note"
import { changedIn, type Draft, recipeOf } from "./draft/draft"
import { linkTo } from "./draft/link"
import { said } from "./draft/said"
import { Quiet } from "./Quiet"
import classes from "./Summary.module.css"

type Props = {
  readonly draft: Draft
  readonly startTitle: string
  readonly onReset: () => void
  /** Takes a reset back; nothing where there was none. */
  readonly onUndo: (() => void) | null
}

export function Summary({ draft, startTitle, onReset, onUndo }: Props) {
  const words = changedIn(draft).map((name) => said(name, draft, startTitle))
  if (draft.pinned) words.push(`seed ${draft.seed}`)
  return (
    <div className={classes.summary}>
      <Note role="status">
        {words.length > 0 ? (
          <>
            <b>Other than usual:</b> {words.join(" · ")}
          </>
        ) : (
          "Everything is as usual."
        )}
      </Note>
      <div className={classes.ways}>
        <CopyLink draft={draft} />
        {onUndo ? (
          <Quiet sign={<IconArrowBackUp size={16} />} onClick={onUndo}>
            Undo reset
          </Quiet>
        ) : (
          <Quiet sign={<IconRestore size={16} />} disabled={words.length === 0} onClick={onReset}>
            Reset all
          </Quiet>
        )}
      </div>
    </div>
  )
}

const SAID_MS = 2500

function CopyLink({ draft }: { draft: Draft }) {
  const [copied, setCopied] = useState<"yes" | "no" | null>(null)
  const link = linkTo(recipeOf(draft), location.origin)
  const copy = async () => {
    setCopied((await copyText(link)) ? "yes" : "no")
    window.setTimeout(() => setCopied(null), SAID_MS)
  }
  const words = { yes: "Copied", no: "This browser doesn’t copy" }
  return (
    <Quiet
      sign={copied === "yes" ? <IconCheck size={16} /> : <IconLink size={16} />}
      onClick={copy}
    >
      <span aria-live="polite">{copied ? words[copied] : "Copy link to these settings"}</span>
    </Quiet>
  )
}
