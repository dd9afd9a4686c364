/**
 * The place in the song in words, for who hears the page: `bar 12 of 64, 0:31`. While a song plays it is
 * told only when asked for, or a screen reader would talk over the music.
 */
import type { Score } from "../../music/score"
import { secondsAt, secondsOf } from "../../music/time"
import { clock } from "../../music/words"

/** What seconds lose on their way through steps. */
const CRUMB = 1e-6

export function createSpeech(stage: HTMLElement) {
  let told = ""
  let isAsked = false

  function say(score: Score, step: number, playing: boolean) {
    if (playing && !isAsked && document.activeElement === stage) return
    isAsked = false
    const seconds = Math.floor(secondsAt(score, step) + CRUMB)
    const longest = Math.ceil(secondsOf(score))
    const words = placeInWords(score, step)
    if (`${words} ${longest}` === told) return
    told = `${words} ${longest}`
    stage.setAttribute("aria-valuemax", String(longest))
    stage.setAttribute("aria-valuenow", String(Math.min(seconds, longest)))
    stage.setAttribute("aria-valuetext", words)
  }

  return {
    say,
    /** Somebody moved it and wants to know where it is. */
    ask() {
      isAsked = true
    },
  }
}

export type Speech = ReturnType<typeof createSpeech>

export function placeInWords(score: Score, step: number): string {
  if (score.bars === 0) return "nothing composed yet"
  const bar = Math.min(score.bars, Math.floor(step / score.barSteps + CRUMB) + 1)
  const all = score.complete ? score.bars : score.barsTotal
  const of = all === null ? "" : ` of ${all}`
  return `bar ${bar}${of}, ${clock(secondsAt(score, step) + CRUMB)}`
}
