/** A group of controls under one label, with room for a value or a button beside it, and a word of help. */
import { type ReactNode, useId } from "react"
import classes from "./Field.module.css"

type Props = {
  readonly label: string
  readonly aside?: ReactNode
  readonly hint?: ReactNode
  readonly children: ReactNode
}

export function Field({ label, aside, hint, children }: Props) {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend can't share a line with `aside`
    <div
      className={classes.field}
      role="group"
      aria-labelledby={id}
      aria-describedby={hint ? hintId : undefined}
    >
      <div className={classes.head}>
        <span className={classes.label} id={id}>
          {label}
        </span>
        {aside}
      </div>
      {children}
      {hint && (
        <p className={classes.hint} id={hintId}>
          {hint}
        </p>
      )}
    </div>
  )
}
