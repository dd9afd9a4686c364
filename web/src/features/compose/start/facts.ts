/** What is known of a starter, in a line. Pure. */
import type { Starter } from "../../../api/client"
import { isOwnMidi } from "../../../api/starters"
import { printed } from "../../../music/keys"
import { counted } from "../../../music/words"

/** What it sounds like: `Bossa nova · C major · 132 bpm`; of one's own MIDI, what was understood. */
export function starterFacts(starter: Starter): string {
  const { name, style, key, bpm, meter, bars } = starter
  const isOwn = isOwnMidi(name)
  const isPlain = meter === "4/4" || style.includes(meter)
  return [
    isOwn ? null : style,
    key && printed(key),
    `${Math.round(bpm)} bpm`,
    isPlain && !isOwn ? null : meter,
    isOwn ? counted(bars, "bar") : null,
  ]
    .filter(Boolean)
    .join(" · ")
}

/** Whether a starter is what was typed to find one: each word in its title, style, key or meter. */
export function isFoundBy(typed: string, { title, style, key, meter, bpm }: Starter): boolean {
  const told = `${title} ${style} ${key ?? ""} ${meter} ${Math.round(bpm)} bpm`.toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => told.includes(word))
}
