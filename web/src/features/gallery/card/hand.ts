/** What cards and their parts are given. A hand is the same for all cards, and never another while they stand. */
import type { ReactNode } from "react"
import type { Song } from "../../../api/client"
import type { Tell } from "../../../ui/notices"
import type { Playing } from "./usePlaying"

/** What a card may do beyond its own song. */
export type Hand = {
  readonly starterTitle: (name: string) => string
  readonly remove: (song: Song) => void
  readonly restore: (song: Song) => void
  readonly tell: Tell
}

export type Change = { readonly title: string } | { readonly favourite: boolean }

export type CardProps = {
  readonly song: Song
  /** Whether the Tab key leads here: to one card of all. */
  readonly isCurrent: boolean
  /** From 1, among so many. */
  readonly place: number
  readonly total: number
  readonly hand: Hand
}

export type PartProps = {
  readonly song: Song
  readonly hand: Hand
  readonly playing: Playing
  readonly tabIndex: number
  readonly onChange: (change: Change) => void
  readonly onRename: () => void
  /** The title, or the field it is renamed in. */
  readonly title: ReactNode
}
