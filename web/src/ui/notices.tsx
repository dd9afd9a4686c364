/**
 * What happened a moment ago, in a sentence, and what can be done about it: shown above the player,
 * read aloud, and gone by itself unless somebody is at it. It outlasts the page that told it.
 */
import { IconArrowBackUp, IconX } from "@tabler/icons-react"
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react"
import { IconButton } from "./IconButton"
import classes from "./notices.module.css"

type Action = {
  readonly name: string
  /** Takes back what the notice tells: so does Control and Z. */
  readonly undoes: boolean
  readonly run: () => void
}

type Notice = {
  readonly id: number
  readonly sentence: string
  readonly isProblem: boolean
  readonly action?: Action
}

export type Tell = (sentence: string, more?: Partial<Omit<Notice, "id" | "sentence">>) => void

const SHOWN_MS = 8_000
const MOST = 4

const TellContext = createContext<Tell | null>(null)

export function useTell(): Tell {
  const tell = useContext(TellContext)
  if (!tell) throw new Error("useTell stands outside of a NoticesProvider.")
  return tell
}

export function NoticesProvider({ children }: { children: ReactNode }) {
  const told = useRef(0)
  const [notices, setNotices] = useState<readonly Notice[]>([])
  const tell = useCallback<Tell>((sentence, more) => {
    told.current += 1
    const notice = { id: told.current, sentence, isProblem: false, ...more }
    setNotices((all) => [...all, notice].slice(-MOST))
  }, [])
  const dismiss = useCallback(
    (id: number) => setNotices((all) => all.filter((notice) => notice.id !== id)),
    [],
  )
  useUndoKey(notices, dismiss)
  return (
    <TellContext value={tell}>
      {children}
      <section className={classes.notices} aria-label="Notices" aria-live="polite">
        {notices.map((notice) => (
          <One key={notice.id} notice={notice} onDismiss={dismiss} />
        ))}
      </section>
    </TellContext>
  )
}

type OneProps = { readonly notice: Notice; readonly onDismiss: (id: number) => void }

function One({ notice: { id, sentence, isProblem, action }, onDismiss }: OneProps) {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return
    const timer = window.setTimeout(() => onDismiss(id), SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [id, isHeld, onDismiss])
  const act = () => {
    onDismiss(id)
    action?.run()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that somebody is at it
    <div
      className={classes.notice}
      data-problem={isProblem || undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>{sentence}</p>
      {action && (
        <button
          type="button"
          className={classes.action}
          aria-keyshortcuts={action.undoes ? "Control+Z" : undefined}
          onClick={act}
        >
          {action.undoes && <IconArrowBackUp size={16} />}
          {action.name}
        </button>
      )}
      <IconButton label="Dismiss" onClick={() => onDismiss(id)}>
        <IconX size={16} />
      </IconButton>
    </div>
  )
}

/** Control and Z, or Command and Z, takes back the last thing that can be. */
function useUndoKey(notices: readonly Notice[], onDismiss: (id: number) => void) {
  const last = notices.findLast(({ action }) => action?.undoes)
  useEffect(() => {
    if (!last) return
    const press = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "z"
      const isTyping = event.target instanceof Element && event.target.closest("input, textarea")
      if (!isUndo || isTyping) return
      event.preventDefault()
      onDismiss(last.id)
      last.action?.run()
    }
    window.addEventListener("keydown", press)
    return () => window.removeEventListener("keydown", press)
  }, [last, onDismiss])
}
