/** Settings that few need, folded away under a line that says how they are set; not made before it is opened. */
import { useDisclosure } from "@mantine/hooks"
import { IconChevronDown } from "@tabler/icons-react"
import { type ReactNode, useId } from "react"
import { changedIn, type Draft, type Setting } from "../draft/draft"
import { said } from "../draft/said"
import classes from "./Fold.module.css"

type Props = {
  readonly draft: Draft
  readonly title: string
  readonly icon?: ReactNode
  /** The settings in it. */
  readonly names: readonly Setting[]
  /** What is said of them while they are as usual. */
  readonly usual: string
  readonly children: ReactNode
}

export function Fold({ draft, title, icon, names, usual, children }: Props) {
  const [open, { toggle }] = useDisclosure(false)
  const id = useId()
  const changed = changedIn(draft).filter((name) => names.includes(name))
  const summary = changed.map((name) => said(name, draft, "")).join(" · ")
  return (
    <div className={classes.fold}>
      <h2 className={classes.heading}>
        <button
          type="button"
          className={classes.header}
          aria-expanded={open}
          aria-controls={id}
          onClick={toggle}
        >
          {icon}
          <span className={classes.title}>{title}</span>
          <span className={classes.summary} data-changed={summary ? true : undefined}>
            {summary || usual}
          </span>
          <IconChevronDown className={classes.chevron} size={18} stroke={1.6} aria-hidden="true" />
        </button>
      </h2>
      <div id={id} className={classes.opening}>
        {open && <div className={classes.body}>{children}</div>}
      </div>
    </div>
  )
}
