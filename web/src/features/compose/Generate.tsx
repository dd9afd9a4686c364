/** The button that makes a song, and beside it why it can't or didn't. Always within reach. */
import { Button } from "@mantine/core"
import { IconSparkles } from "@tabler/icons-react"
import { Problem } from "../../ui/Problem"
import classes from "./compose.module.css"

type Props = {
  readonly busy: boolean
  readonly silent: boolean
  readonly problem: string | undefined
  readonly onRetry: () => void
}

export function Generate({ busy, silent, problem, onRetry }: Props) {
  return (
    <div className={classes.generate}>
      {silent && (
        <p className={classes.note} id="silent-note" role="status">
          All four instruments are off. Turn at least one up to hear something.
        </p>
      )}
      {problem && !silent && <Problem sentence={problem} onRetry={onRetry} busy={busy} />}
      <Button
        type="submit"
        size="lg"
        fullWidth
        loading={busy}
        disabled={silent}
        aria-describedby={silent ? "silent-note" : undefined}
        leftSection={<IconSparkles size={20} />}
      >
        Generate
      </Button>
    </div>
  )
}
