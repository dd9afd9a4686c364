/** What stands in the gallery when there is no song to show. */
import { Button, Skeleton } from "@mantine/core"
import { IconPlugConnectedX, IconRefresh } from "@tabler/icons-react"
import { Mark } from "../../ui/Mark"
import classes from "./gallery.module.css"

export function Skeletons() {
  return (
    <div className={classes.grid} role="status" aria-label="Fetching the songs">
      {["a", "b", "c", "d"].map((key) => (
        <Skeleton key={key} height={212} radius="lg" />
      ))}
    </div>
  )
}

export function Empty() {
  return (
    <div className={classes.empty}>
      <Mark size={72} />
      <h3>No songs yet</h3>
      <p>Press Generate, and a band will begin to play. It takes a few seconds.</p>
    </div>
  )
}

type UnansweredProps = {
  readonly sentence: string
  readonly busy: boolean
  readonly onRetry: () => void
}

export function Unanswered({ sentence, busy, onRetry }: UnansweredProps) {
  return (
    <div className={classes.empty} role="alert">
      <IconPlugConnectedX size={56} stroke={1.2} aria-hidden="true" />
      <h3>Nobody is home</h3>
      <p>{sentence} This page looks again by itself.</p>
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconRefresh size={16} />}
        onClick={onRetry}
      >
        Try again
      </Button>
    </div>
  )
}
