/** What all cards have in common: their frame, where everything stands in it, and their buttons in words. */
import type { ButtonHTMLAttributes, HTMLAttributes, ReactNode } from "react"
import classes from "./Card.module.css"
import type { CardProps } from "./hand"

type FrameProps = Omit<CardProps, "hand"> &
  Pick<HTMLAttributes<HTMLElement>, "onKeyDown" | "children"> & {
    readonly "data-present"?: true | undefined
    readonly "data-deleted"?: true
  }

export function Frame({ song, isCurrent, place, total, ...rest }: FrameProps) {
  return (
    <article
      className={classes.card}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={song.title}
      aria-posinset={place}
      aria-setsize={total}
      data-song={song.id}
      {...rest}
    />
  )
}

type FaceProps = {
  readonly picture: ReactNode
  readonly play?: ReactNode
  readonly title: ReactNode
  /** How it sounds, or how far it is; and where it comes from. */
  readonly facts: readonly [string, string]
  /** Beside the last of them. */
  readonly aside?: ReactNode
  readonly when?: ReactNode
  /** What can be done with it. */
  readonly children: ReactNode
}

export function Face({ picture, play, title, facts, aside, when, children }: FaceProps) {
  const [sound, origin] = facts
  return (
    <>
      <div className={classes.picture}>{picture}</div>
      <div className={classes.body}>
        {play}
        <div className={classes.words}>
          {title}
          <p>{sound}</p>
          <div className={classes.origin}>
            <p>{origin}</p>
            {aside}
          </div>
        </div>
      </div>
      <div className={classes.foot}>
        <span className={classes.when}>{when}</span>
        {children}
      </div>
    </>
  )
}

type ActionProps = ButtonHTMLAttributes<HTMLButtonElement> & { readonly "aria-label": string }

export function Action(props: ActionProps) {
  return <button type="button" className={classes.action} {...props} />
}
