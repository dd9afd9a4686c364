/** A song just deleted, while it can still be brought back. */
import { Button } from "@mantine/core"
import { IconArrowBackUp } from "@tabler/icons-react"
import { type CSSProperties, useEffect, useRef } from "react"
import type { Song } from "../../api/client"
import classes from "./card.module.css"
import { UNDO_MS } from "./useFarewells"

export function Leaving({ song, onStay }: { song: Song; onStay: () => void }) {
  const undo = useRef<HTMLButtonElement>(null)
  // the button that was pressed is gone: who works by keyboard goes on here
  useEffect(() => undo.current?.focus({ preventScroll: true }), [])
  return (
    <div className={classes.leaving} style={{ "--undo": `${UNDO_MS}ms` } as CSSProperties}>
      <p role="status">
        Deleted <b>{song.title}</b>
      </p>
      <Button
        ref={undo}
        size="compact-md"
        variant="default"
        leftSection={<IconArrowBackUp size={16} />}
        onClick={onStay}
      >
        Undo
      </Button>
    </div>
  )
}
