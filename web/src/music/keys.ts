/** Notes and keys as people and the service write them: `Eb`, `A minor`, `F# dorian`. Pure. */

export type Key = { readonly tonic: string; readonly scale: string }

const LETTERS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }

/** As the service spells them. */
const NAMES = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]

/** The keys that most songs are in, as the service writes them. */
export const KEYS: readonly string[] = ["major", "minor"].flatMap((scale) =>
  NAMES.map((tonic) => `${tonic} ${scale}`),
)

/** Semitones above C, 0 to 11. */
export function pitchClassOf(note: string): number {
  const sharps = note.endsWith("#") ? 1 : note.length > 1 && note.endsWith("b") ? -1 : 0
  return ((LETTERS[note[0] ?? "C"] ?? 0) + sharps + 12) % 12
}

export function nameOf(pitchClass: number): string {
  return NAMES[((pitchClass % 12) + 12) % 12] ?? "C"
}

/** `Am` → A and minor, `F# dorian` → F# and dorian; null where it names no note. */
export function keyIn(text: string): Key | null {
  const match = /^([A-G][#b]?)\s*(m(?![a-z]))?\s*(.*)$/.exec(text.trim())
  if (!match?.[1]) return null
  const scale = match[3]?.toLowerCase() || (match[2] ? "minor" : "major")
  return { tonic: nameOf(pitchClassOf(match[1])), scale }
}

export function keyText({ tonic, scale }: Key): string {
  return `${tonic} ${scale}`
}

/** With the signs of printed music: `Eb minor` → `E♭ minor`. */
export function printed(text: string): string {
  return text.replace(/\b([A-G])#/g, "$1♯").replace(/\b([A-G])b/g, "$1♭")
}

const MINOR_THIRD = new Set(["dorian", "phrygian", "locrian", "blues"])

/** Whether its third is minor, as far as its name says. */
export function isMinor(scale: string): boolean {
  return scale.includes("minor") || MINOR_THIRD.has(scale)
}
