/** What holds of a recipe now that it was changed on the way: `17 drums 2, lead 0; 33 tempo 96`. */
import type { Song } from "../../api/client"
import { type Levels, ROLES } from "../../music/roles"

type Latest = {
  readonly levels: Levels
  readonly tempo: number | null
  readonly key: string | null
}

const ANY = "any"

export function latest(recipe: Song["recipe"]): Latest {
  const set = new Map<string, string>()
  for (const change of (recipe.changes ?? "").split(";")) {
    const [, settings = ""] = /^\s*\S+\s+(.*)$/.exec(change) ?? []
    for (const each of settings.split(",")) {
      const [, name, value] = /^\s*(\w+)\s+(.*?)\s*$/.exec(each) ?? []
      if (name && value) set.set(name, value)
    }
  }
  const number = (name: string) => (set.has(name) ? Number(set.get(name)) : null)
  const key = set.get("key")
  return {
    levels: Object.fromEntries(ROLES.map((role) => [role, number(role) ?? recipe[role]])) as Levels,
    tempo: number("tempo") ?? recipe.tempo ?? null,
    key: key === undefined ? (recipe.key ?? null) : key === ANY ? null : key,
  }
}
