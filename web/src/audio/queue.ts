/**
 * Notes that wait for their moment, and those that sound until theirs, block by block of samples.
 * Knows a clock in seconds. Does not know what makes the sound.
 */
import type { Due } from "../music/scheduling"

export type Queue = ReturnType<typeof createQueue>

export function createQueue(begin: (note: Due) => void, end: (note: Due) => void) {
  let waiting: Due[] = []
  let sounding: Due[] = []

  return {
    add(notes: readonly Due[]) {
      waiting = [...waiting, ...notes].sort((one, other) => one.at - other.at)
    },
    /** Does what is due before a moment. What ends gives way to what begins. */
    advance(moment: number) {
      const begun = waiting.filter(({ at }) => at < moment)
      if (begun.length > 0) waiting = waiting.slice(begun.length)
      for (const note of sounding) if (note.until < moment) end(note)
      if (begun.length > 0 || sounding.some(({ until }) => until < moment))
        sounding = [...sounding.filter(({ until }) => until >= moment), ...begun]
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
