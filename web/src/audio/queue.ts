/**
 * Notes that wait for their moment, and those that sound until theirs, block by block of samples.
 * Knows a clock in seconds. Does not know what makes the sound.
 */
import { type Due, isSameTone } from "../music/scheduling"

export function createQueue(begin: (note: Due) => void, end: (note: Due) => void) {
  let waiting: Due[] = []
  let sounding: Due[] = []

  return {
    add(notes: readonly Due[]) {
      waiting = [...waiting, ...notes].sort((one, other) => one.at - other.at)
    },
    /** Does what is due before a moment. What ends gives way to what begins, and a note that is
     * struck again while it sounds ends there: its later end would end the other. */
    advance(moment: number) {
      const begun = waiting.filter(({ at }) => at < moment)
      if (begun.length > 0) waiting = waiting.slice(begun.length)
      const isOver = (note: Due) =>
        note.until < moment || begun.some((other) => isSameTone(note, other))
      if (begun.length > 0 || sounding.some(isOver)) {
        for (const note of sounding.filter(isOver)) end(note)
        sounding = [...sounding.filter((note) => !isOver(note)), ...begun]
      }
      for (const note of begun) begin(note)
    },
    /** What begins from a moment on is not played. */
    forget(from: number) {
      waiting = waiting.filter(({ at }) => at < from)
    },
    clear() {
      waiting = []
      sounding = []
    },
  }
}
