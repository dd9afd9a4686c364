/**
 * A small round button with a sign on it, its name beside the pointer and for screen readers.
 * Plain: hundreds of them come and go while one scrolls.
 */
import type { ButtonHTMLAttributes, Ref } from "react"
import classes from "./IconButton.module.css"

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** What it does, and to which song. */
  readonly label: string
  /** The same in a word or two; none where the sign says enough. */
  readonly tip?: string
  /** Before the button instead of above it, where it would be cut off. */
  readonly tipAt?: "start"
  readonly ref?: Ref<HTMLButtonElement>
}

export function IconButton({ label, tip, tipAt, className, ...rest }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={tip}
      data-tip-at={tipAt}
      className={`${classes.button} ${className ?? ""}`}
      {...rest}
    />
  )
}
