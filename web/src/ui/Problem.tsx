/** A sentence that says what went wrong, and a way to try again. */
import { Button } from "@mantine/core"
import { IconRefresh } from "@tabler/icons-react"
import classes from "./Problem.module.css"

type Props = {
  readonly sentence: string
  readonly onRetry?: () => void
  readonly busy?: boolean
  /** Seconds until it is worth to try again. */
  readonly wait?: number
}

export function Problem({ sentence, onRetry, busy = false, wait = 0 }: Props) {
  return (
    <div className={classes.problem} role="alert">
      <p>{sentence}</p>
      {onRetry && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRefresh size={14} />}
          loading={busy}
          disabled={wait > 0}
          onClick={onRetry}
        >
          Try again
          {wait > 0 && <span aria-hidden="true">&nbsp;in {wait} s</span>}
        </Button>
      )}
    </div>
  )
}
