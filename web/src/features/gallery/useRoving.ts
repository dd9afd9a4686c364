/**
 * Which card the Tab key leads to, and the way from card to card by keys. Knows songs by their ids, so
 * that others may come and go; where the focus is to go to a card that isn't there yet, it waits.
 */
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react"
import type { Song } from "../../api/client"
import { nextCard } from "./tiles"

type Options = {
  readonly songs: readonly Song[]
  readonly columns: number
  readonly list: RefObject<HTMLElement | null>
}

export function useRoving({ songs, columns, list }: Options) {
  const [currentId, setCurrentId] = useState<string | null>(null)
  const awaited = useRef<string | null>(null)
  const found = useMemo(() => songs.findIndex(({ id }) => id === currentId), [songs, currentId])
  const current = Math.max(0, found)

  useEffect(() => {
    if (!awaited.current) return
    const card = list.current?.querySelector<HTMLElement>(`[data-song="${awaited.current}"]`)
    if (!card) return
    awaited.current = null
    card.focus({ preventScroll: true })
    card.scrollIntoView({ block: "nearest" })
  })

  function focusOn(id: string) {
    awaited.current = id
    setCurrentId(id)
  }

  return {
    /** The index of the card that Tab leads to. */
    current,
    focusOn,
    handlers: {
      onFocus: ({ target }: FocusEvent) => {
        const id = cardOf(target)?.dataset.song
        if (id) setCurrentId(id)
      },
      onKeyDown: (event: KeyboardEvent) => {
        const card = cardOf(event.target)
        if (!card || event.defaultPrevented) return
        if (event.key === "Escape" && event.target !== card) card.focus()
        if (event.target !== card || event.altKey || event.ctrlKey || event.metaKey) return
        const next = nextCard(event.key, current, columns, songs.length)
        const song = next === null ? undefined : songs[next]
        if (!song) return
        event.preventDefault()
        focusOn(song.id)
      },
    },
  }
}

/** The card that an element is in; none for what only hangs on a card, such as its menus. */
function cardOf(target: EventTarget): HTMLElement | null {
  return (target as Element).closest<HTMLElement>("[data-song]")
}
