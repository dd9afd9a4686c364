/** A group of controls under one label, with room for a value or a button beside it. */
import { type ReactNode, useId } from "react"
import classes from "./Field.module.css"

type Props = { readonly label: string; readonly aside?: ReactNode; readonly children: ReactNode }

export function Field({ label, aside, children }: Props) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend can't share a line with `aside`
    <div className={classes.field} role="group" aria-labelledby={id}>
      <div className={classes.head}>
        <span className={classes.label} id={id}>
          {label}
        </span>
        {aside}
      </div>
      {children}
    </div>
  )
}
