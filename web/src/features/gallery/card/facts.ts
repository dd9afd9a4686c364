/** What a card says about a song besides its title. Pure. */
import type { Song } from "../../../api/client"
import { printed } from "../../../music/keys"
import { ROLES, type Role } from "../../../music/roles"
import { clock, counted } from "../../../music/words"

type StarterTitle = (name: string) => string

const MADE_BY: Readonly<Record<string, string>> = {
  variation: "Variation",
  continue: "Continued",
  redo: "Played anew",
}

/** How it sounds: `A minor · 96 bpm · 2:41`; or that it doesn't. */
export function soundOf({ status, key, bpm, seconds }: Song): string {
  if (status !== "ready") return status === "failed" ? "Not composed" : "Not finished"
  return joined([key && printed(key), bpm && `${Math.round(bpm)} bpm`, seconds && clock(seconds)])
}

/** How long it is, and where it comes from: `64 bars · Sunrise`, or `64 bars · Variation`. */
export function originOf(song: Song, starterTitle: StarterTitle): string {
  const bars = song.bars_total ?? song.bars_done
  return joined([bars ? counted(bars, "bar") : null, startOf(song, starterTitle)])
}

/** What it is made of: `Sunrise`, or `Variation`. */
export function startOf({ verb, recipe }: Song, starterTitle: StarterTitle): string {
  return MADE_BY[verb ?? ""] ?? starterTitle(recipe.start)
}

/** How far it is: `Composing 12 of 64 bars`; of a song without end, what was played so far. */
export function progressOf({ bars_done, bars_total }: Song): string {
  if (bars_total === null) return `Playing on · ${counted(bars_done, "bar")}`
  return `Composing ${bars_done} of ${bars_total} bars`
}

export function isEndless({ status, bars_total }: Song): boolean {
  return status === "composing" && bars_total === null
}

/** Where it is at home: a band that plays on is on its stage. */
export function hrefOf(song: Song): string {
  return isEndless(song) ? `/live/${song.id}` : `/songs/${song.id}`
}

/** The roles that were asked for more or less than the model would play, and how much. */
export function askedFor({ recipe }: Song): { role: Role; level: number }[] {
  return ROLES.map((role) => ({ role, level: recipe[role] })).filter(({ level }) => level !== 1)
}

/** The roles a song has, of which each can be played anew. */
export function rolesOf({ recipe }: Song): Role[] {
  return ROLES.filter((role) => recipe[role] !== 0)
}

function joined(words: readonly (string | number | null | undefined | false)[]): string {
  return words.filter(Boolean).join(" · ")
}
