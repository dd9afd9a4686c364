/** A form such as AABA over a song's bars: a letter for every 8 bars, over and over. Pure. */

export const SECTION_BARS = 8
const MOST_LETTERS = 64

type Section = { readonly letter: string; readonly bars: number }

/** The sections of a song; none where it has no form. */
export function sectionsOf(form: string, bars: number): readonly Section[] {
  const letters = form.trim().toUpperCase()
  if (!letters || problemOfForm(form)) return []
  return Array.from({ length: Math.ceil(bars / SECTION_BARS) }, (_, at) => ({
    letter: letters[at % letters.length] ?? "A",
    bars: Math.min(SECTION_BARS, bars - at * SECTION_BARS),
  }))
}

/** Why it is no form, as a sentence. */
export function problemOfForm(form: string): string | null {
  const letters = form.trim()
  if (!letters || (/^[a-z]+$/i.test(letters) && letters.length <= MOST_LETTERS)) return null
  return `A form is written in letters, such as AABA, ${MOST_LETTERS} at most.`
}
