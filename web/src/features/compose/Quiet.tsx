/** A small button that stands back, and is not to be seen where it can do nothing. */
import { Button } from "@mantine/core"
import type { ReactNode } from "react"
import classes from "./Quiet.module.css"

type Props = {
  readonly sign?: ReactNode
  readonly disabled?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

export function Quiet({ sign, ...rest }: Props) {
  return (
    <Button
      className={classes.quiet}
      variant="subtle"
      color="gray"
      size="compact-sm"
      leftSection={sign}
      {...rest}
    />
  )
}
