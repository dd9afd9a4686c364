/** What a card says about a song besides its title. Pure. */
import type { Song, Starter } from "../../api/client"
import { starterTitle } from "../../api/starters"
import { ROLES, type Role } from "../../music/roles"
import { ago, counted } from "../../music/words"

export function factsOf(song: Song, starters: readonly Starter[], now: Date): string[] {
  const { recipe, bpm, created } = song
  const bars = song.bars_total ?? song.bars_done
  return [
    starterTitle(recipe.start ?? "none", starters),
    ...(bpm ? [`${Math.round(bpm)} bpm`] : []),
    counted(bars, "bar"),
    ago(created, now),
  ]
}

/** The roles that were asked for more or less than the model would play, and how much. */
export function askedFor(song: Song): { role: Role; level: number }[] {
  return ROLES.map((role) => ({ role, level: song.recipe[role] ?? 1 })).filter(
    ({ level }) => level !== 1,
  )
}
