/**
 * A chord progression as it is typed: a bar a word, two chords in a bar with a comma between.
 * Says at once what can't be read; the service has the last word. Pure.
 */
import { isMinor, keyIn, nameOf, pitchClassOf } from "../../../music/keys"

type Progression = {
  /** The chords of each bar, one or two. */
  readonly bars: readonly (readonly string[])[]
  /** Why the service would refuse it, as a sentence. */
  readonly problem: string | null
}

const MOST_BARS = 64
const CHORD =
  /^([A-G][#b]?)(?:|5|6|7|9|13|m|-|m6|m7|-7|m9|m7b5|min|min7|M|M7|maj|maj7|maj9|add9|sus|sus4|7sus4|dim|dim7|o|o7|aug|\+)$/

export function progressionIn(text: string): Progression {
  const bars = text
    .replaceAll("|", " ")
    .split(/\s+/)
    .filter(Boolean)
    .map((bar) => bar.split(","))
  return { bars, problem: problemOf(bars) }
}

export function isChord(text: string): boolean {
  return CHORD.test(text)
}

function problemOf(bars: readonly (readonly string[])[]): string | null {
  if (bars.length > MOST_BARS)
    return `A progression has at most ${MOST_BARS} bars; this has ${bars.length}.`
  const crowded = bars.find((chords) => chords.length > 2)
  if (crowded) return `A bar has one chord, or two with a comma between: ${crowded} has more.`
  const unknown = bars.flat().find((chord) => !isChord(chord))
  if (unknown === undefined) return null
  return unknown
    ? `“${unknown}” is no chord that is known here: write a root and a kind, such as C, Cm, C7, Cmaj7, Cm7, Csus4 or Cdim.`
    : "A chord is missing beside a comma."
}

type Example = { readonly name: string; readonly text: string }

/** In C major or A minor. */
const EXAMPLES: readonly Example[] = [
  { name: "Pop", text: "C G Am F" },
  { name: "Minor pop", text: "Am F C G" },
  { name: "Fifties", text: "C Am F G" },
  { name: "Canon", text: "C G Am Em F C F G" },
  { name: "Andalusian", text: "Am G F E" },
  { name: "Jazz", text: "Dm7 G7 Cmaj7 Cmaj7" },
  { name: "12-bar blues", text: "C7 F7 C7 C7 F7 F7 C7 C7 G7 F7 C7 G7" },
]

/** What one may begin with, moved to a key such as `E minor`; in C where it is unknown. */
export function examplesIn(key: string | null): readonly Example[] {
  const found = key === null ? null : keyIn(key)
  if (!found) return EXAMPLES
  const tonic = pitchClassOf(found.tonic)
  const semitones = isMinor(found.scale) ? tonic + 3 : tonic
  return EXAMPLES.map(({ name, text }) => ({ name, text: moved(text, semitones) }))
}

function moved(text: string, semitones: number): string {
  return text.replace(/[A-G][#b]?/g, (root) => nameOf(pitchClassOf(root) + semitones))
}
