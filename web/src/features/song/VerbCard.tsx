/** One thing that can be made of a song: its name, what it does, and what it asks. */
import { Button } from "@mantine/core"
import type { ReactNode } from "react"
import { Problem } from "../../ui/Problem"
import classes from "./verbs.module.css"

type Props = {
  readonly title: string
  readonly icon: ReactNode
  readonly hint: ReactNode
  /** What the button says. */
  readonly action: string
  readonly disabled?: boolean
  readonly making: { readonly isPending: boolean; readonly error: Error | null }
  readonly onMake: () => void
  readonly children?: ReactNode
}

export function VerbCard({ title, icon, hint, action, disabled = false, ...rest }: Props) {
  const { making, onMake, children } = rest
  return (
    <section className={classes.card}>
      <h4>
        {icon}
        {title}
      </h4>
      <p className={classes.hint}>{hint}</p>
      {children}
      {making.error && <Problem sentence={making.error.message} />}
      <Button
        className={classes.make}
        variant="default"
        fullWidth
        disabled={disabled}
        loading={making.isPending}
        onClick={onMake}
      >
        {action}
      </Button>
    </section>
  )
}
