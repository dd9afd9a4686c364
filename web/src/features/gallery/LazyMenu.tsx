/**
 * A button that opens a menu, which is only made then: a menu that waits costs a card more than all
 * the rest of it. While it is open an unseen button lies over ours, for the menu to hang on.
 */
import { Menu } from "@mantine/core"
import { type ReactNode, useRef, useState } from "react"
import { IconButton } from "../../ui/IconButton"
import classes from "./LazyMenu.module.css"

/** Where what it holds is found among the landmarks of the page. */
const IN_MAIN = { target: "main" }

type Props = {
  readonly label: string
  readonly tip?: string
  readonly icon: ReactNode
  readonly tabIndex?: number
  readonly busy?: boolean
  readonly children: ReactNode
}

export function LazyMenu({ label, tip, icon, tabIndex, busy, children }: Props) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus({ preventScroll: true })
  }
  return (
    <span className={classes.anchor}>
      <IconButton
        ref={button}
        label={label}
        {...(tip ? { tip } : {})}
        tabIndex={tabIndex}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-busy={busy}
        onClick={() => setOpen(true)}
      >
        {icon}
      </IconButton>
      {open && (
        <Menu
          opened
          onClose={close}
          position="bottom-end"
          shadow="md"
          returnFocus={false}
          hideDetached={false}
          portalProps={IN_MAIN}
          withInitialFocusPlaceholder={false} // the first item has the focus, and axe nothing to say
          classNames={{ item: classes.item ?? "" }}
        >
          <Menu.Target>
            <button
              type="button"
              aria-label={label}
              aria-hidden="true"
              tabIndex={-1}
              className={classes.cover}
            />
          </Menu.Target>
          <Menu.Dropdown>{children}</Menu.Dropdown>
        </Menu>
      )}
    </span>
  )
}

/** What stands small and to the right in a menu. */
export function Hint({ children }: { children: string }) {
  return <span className={classes.hint}>{children}</span>
}
