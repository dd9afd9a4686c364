/** What a song's page says about it besides its title. Pure. */
import type { Song } from "../../api/client"
import { isOwnMidi } from "../../api/starters"
import { printed } from "../../music/keys"
import type { Score } from "../../music/score"
import { clock, counted, listed } from "../../music/words"
import { redoneIn } from "./asked"
import { wholeOf } from "./place"

/** How it sounds: tempo, meter, length, key; each as soon as it is known. */
export function factsOf(song: Song, score: Score | null): string[] {
  const bars = song.bars_total ?? score?.bars ?? song.bars_done
  const seconds = song.seconds ?? (score ? wholeOf(score)[1] : null)
  return [
    tempoInWords(song, score),
    song.meter ?? score?.meter,
    bars ? counted(bars, "bar") : null,
    seconds ? clock(seconds) : null,
    song.key && printed(song.key), // known last, so last: nothing moves
  ].filter((fact) => typeof fact === "string")
}

function tempoInWords({ bpm }: Song, score: Score | null): string | null {
  const tempos =
    score?.tempos.map((tempo) => Math.round(tempo.bpm)) ?? (bpm ? [Math.round(bpm)] : [])
  if (tempos.length === 0) return null
  const [low, high] = [Math.min(...tempos), Math.max(...tempos)]
  return low === high ? `${low} bpm` : `${low}–${high} bpm`
}

/** What stands before the name of the song that it was made of: `New bass and lead for`. */
export function madeOf({ verb, recipe }: Pick<Song, "verb" | "recipe">): string {
  switch (verb) {
    case "variation":
      return "A variation of"
    case "continue":
      return "Goes on from"
    case "redo":
      return `New ${listed(redoneIn(recipe))} for`
    default:
      return "Made of"
  }
}

/** Whether it begins with a starting seed, rather than with the notes of another song. */
export function hasStarter({ parent, recipe }: Song): boolean {
  return parent === null || !isOwnMidi(recipe.start)
}

export function isEndless({ status, bars_total }: Song): boolean {
  return status === "composing" && bars_total === null
}
