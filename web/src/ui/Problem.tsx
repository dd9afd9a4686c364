/** A sentence that says what went wrong, and a way to try again. */
import { Button } from "@mantine/core"
import { IconRefresh } from "@tabler/icons-react"
import classes from "./Problem.module.css"

type Props = { readonly sentence: string; readonly onRetry?: () => void; readonly busy?: boolean }

export function Problem({ sentence, onRetry, busy = false }: Props) {
  return (
    <div className={classes.problem} role="alert">
      <p>{sentence}</p>
      {onRetry && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRefresh size={14} />}
          loading={busy}
          onClick={onRetry}
        >
          Try again
        </Button>
      )}
    </div>
  )
}
