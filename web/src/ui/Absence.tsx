/** What stands in the place of what isn't there: a sign, what is the matter, and the ways on. */
import { Button } from "@mantine/core"
import { IconPlugConnectedX, IconRefresh } from "@tabler/icons-react"
import type { ComponentType, ReactNode } from "react"
import classes from "./Absence.module.css"
import { Problem } from "./Problem"

type Sign = { readonly size: number; readonly stroke: number }

type Props = {
  readonly sign: ComponentType<Sign>
  readonly title: string
  /** Below the page's own headings. */
  readonly heading: "h2" | "h3"
  readonly sentence: string
  /** Why the way on that was tried leads nowhere. */
  readonly problem?: string | undefined
  /** The ways on, the likeliest first. */
  readonly children?: ReactNode
}

export function Absence({ sign: Icon, title, heading: Title, sentence, problem, children }: Props) {
  return (
    <div className={classes.absence}>
      <span className={classes.sign} aria-hidden="true">
        <Icon size={56} stroke={1.2} />
      </span>
      <Title>{title}</Title>
      <p>{sentence}</p>
      {problem && <Problem sentence={problem} />}
      {children && <div className={classes.ways}>{children}</div>}
    </div>
  )
}

type UnansweredProps = Pick<Props, "heading" | "sentence" | "children"> & {
  readonly busy: boolean
  readonly onRetry: () => void
}

/** The service is not there to say. */
export function Unanswered({ heading, sentence, busy, onRetry, children }: UnansweredProps) {
  return (
    <div role="alert">
      <Absence
        sign={IconPlugConnectedX}
        title="Nobody is home"
        heading={heading}
        sentence={`${sentence} This page looks again by itself.`}
      >
        <Button loading={busy} leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          Try again
        </Button>
        {children}
      </Absence>
    </div>
  )
}
