/** The keys of the roll. Space is not among them: playing is the page's business. Knows no pictures. */
import { beatSteps } from "../../music/geometry"
import type { Score } from "../../music/score"
import type { Camera } from "./camera"
import type { Hands } from "./hands"
import type { Speech } from "./speech"

/** What the keys do, for who can't see it. */
export const KEYS_IN_WORDS =
  "Left and right arrow move by a beat, up and down by a bar, page up and page down by four bars. " +
  "Plus and minus zoom, 0 shows the whole song, F follows what plays, L loops this bar, " +
  "and square brackets set where the loop begins and ends."

const PAGE_BARS = 4
/** Who goes back from just after a beat means the one before. */
const JUST_AFTER = 0.25

type Told = {
  readonly camera: Camera
  readonly hands: Hands
  readonly speech: Speech
  readonly score: () => Score
  readonly changed: () => void
}

export function listenToKeys(stage: HTMLElement, told: Told): () => void {
  const { camera, hands, speech, score } = told

  /** Who goes by keys wants to see where. */
  const go = (step: number) => {
    hands.seekStep(step)
    camera.follow(true)
  }
  const later = (unit: number) => go((Math.floor(hands.here() / unit) + 1) * unit)
  const earlier = (unit: number) => go((Math.ceil(hands.here() / unit - JUST_AFTER) - 1) * unit)
  const bar = () => score().barSteps

  const verbs: Readonly<Record<string, () => void>> = {
    ArrowRight: () => later(beatSteps(score())),
    ArrowLeft: () => earlier(beatSteps(score())),
    ArrowUp: () => later(bar()),
    ArrowDown: () => earlier(bar()),
    PageUp: () => later(PAGE_BARS * bar()),
    PageDown: () => earlier(PAGE_BARS * bar()),
    Home: () => go(0),
    End: () => go((score().bars - 1) * bar()),
    "+": () => camera.zoomIn(),
    "=": () => camera.zoomIn(),
    "-": () => camera.zoomOut(),
    "0": () => camera.fit(),
    f: () => camera.follow(!camera.isFollowing()),
    l: () => hands.toggleLoop(),
    "[": () => hands.loopFrom("start"),
    "]": () => hands.loopFrom("end"),
  }

  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const verb = verbs[event.key] ?? verbs[event.key.toLowerCase()]
    if (!verb) return
    event.preventDefault()
    speech.ask()
    verb()
    told.changed()
  }

  stage.addEventListener("keydown", press)
  return () => stage.removeEventListener("keydown", press)
}
