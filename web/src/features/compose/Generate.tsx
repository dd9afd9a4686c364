/** The button that makes a song, and beside it why it can't or didn't. Always within reach. */
import { Button } from "@mantine/core"
import { IconSparkles } from "@tabler/icons-react"
import { Note } from "../../ui/Note"
import { Problem } from "../../ui/Problem"
import classes from "./Generate.module.css"
import { useCountdown } from "./useCountdown"

/** As the keyboard in front of one has them; where there is none they are not shown. */
const KEYS = /Mac/.test(navigator.userAgent) ? "⌘ ↵" : "Ctrl ↵"

type Props = {
  readonly busy: boolean
  readonly silent: boolean
  readonly problem: Error | null
  readonly onRetry: () => void
}

export function Generate({ busy, silent, problem, onRetry }: Props) {
  const seconds = useCountdown(problem)
  return (
    <div className={classes.generate}>
      {silent && (
        <Note id="silent-note" role="status">
          All four instruments are off. Turn at least one up to hear something.
        </Note>
      )}
      {problem && !silent && (
        <Problem sentence={problem.message} wait={seconds} onRetry={onRetry} busy={busy} />
      )}
      <Button
        type="submit"
        size="lg"
        fullWidth
        loading={busy}
        disabled={silent}
        aria-describedby={silent ? "silent-note" : undefined}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        leftSection={<IconSparkles size={20} />}
        rightSection={
          <span className={classes.keys} aria-hidden="true">
            {KEYS}
          </span>
        }
      >
        Generate
      </Button>
    </div>
  )
}
