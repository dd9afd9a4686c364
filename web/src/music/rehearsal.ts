/** For tests: scores that are built in a line. */
import { NO_NOTES, type NoteRow, type Score, withNotes } from "./score"

/** At 120 beats a minute and 4/4, a bar lasts two seconds. */
const BAR_STEPS = 48

const SOUND = { program: 0, volume: 100, pan: 64 }

export function scoreOf(rows: readonly NoteRow[], change: Partial<Score> = {}): Score {
  return {
    notes: withNotes(NO_NOTES, rows),
    meter: "4/4",
    barSteps: BAR_STEPS,
    stepsPerBeat: 12,
    tempos: [{ step: 0, bpm: 120 }],
    mix: { drums: SOUND, bass: SOUND, chords: SOUND, lead: SOUND },
    bars: 4,
    barsTotal: 4,
    complete: true,
    ...change,
  }
}

/** A drum on each beat of so many bars, 12 steps and half a second apart. */
export function beats(bars: number): NoteRow[] {
  return Array.from({ length: bars * 4 }, (_, beat) => [beat * 12, 0, 36 + (beat % 4), 6, 100])
}
