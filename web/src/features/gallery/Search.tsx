/** The field that finds songs by their titles: the address follows a moment after the last letter. */
import { CloseButton, Kbd, TextInput } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import { useEffect, useRef, useState } from "react"
import classes from "./Toolbar.module.css"

const PAUSE_MS = 200
const LONGEST = 120
const TYPED_IN = "input, textarea, select, [contenteditable=true], [role=dialog]"

type Props = {
  readonly search: string
  readonly onSearch: (search: string) => void
}

export function Search({ search, onSearch }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(search)
  const [seen, setSeen] = useState(search)
  if (search !== seen) {
    // the address has become another by itself, such as by going back
    setSeen(search)
    setTyped(search)
  }
  useSlashKey(field)
  useEffect(() => {
    if (typed === search) return
    const timer = window.setTimeout(() => {
      setSeen(typed)
      onSearch(typed)
    }, PAUSE_MS)
    return () => window.clearTimeout(timer)
  }, [typed, search, onSearch])

  const clear = () => {
    setTyped("")
    field.current?.focus()
  }
  return (
    <TextInput
      ref={field}
      type="search"
      className={classes.field}
      aria-label="Search titles"
      aria-keyshortcuts="/"
      placeholder="Search titles"
      maxLength={LONGEST}
      leftSection={<IconSearch size={16} />}
      rightSection={
        typed ? (
          <CloseButton size="sm" aria-label="Clear" onClick={clear} />
        ) : (
          <Kbd className={classes.key} aria-hidden="true">
            /
          </Kbd>
        )
      }
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && typed) clear()
      }}
    />
  )
}

function useSlashKey(field: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest(TYPED_IN)) return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    window.addEventListener("keydown", press)
    return () => window.removeEventListener("keydown", press)
  }, [field])
}
