/** The player as this browser can have it: what it plays with, when it is warmed, who is told. */
import { announce } from "./mediaSession"
import { browsersMidi, createMidiOut } from "./midiOut"
import type { Player } from "./playback"
import { createPlayer } from "./player"
import { createStream } from "./stream"
import { createSynth, isSynthPossible } from "./synth"

/** Where the volume is kept for as long as the page is open, where a browser keeps nothing. */
const FORGETFUL = { getItem: () => null, setItem: () => {} }

/** The address of the soundfont is asked for when it is wanted. */
export function openPlayer(soundfont: () => Promise<string>): Player {
  const player = createPlayer({
    synth: isSynthPossible() ? createSynth(soundfont) : null,
    stream: (tell) => createStream(new Audio(), tell),
    midi: createMidiOut(browsersMidi()),
    silentSwitch: hasSilentSwitch(),
    memory: storage(),
  })
  if (navigator.mediaSession) announce(player, navigator.mediaSession)
  whenSomebodyIsThere(player.warm)
  return player
}

/** Not as the page loads: nobody may want to hear anything, and the soundfont is large. */
function whenSomebodyIsThere(act: () => void) {
  const signs = ["pointermove", "pointerdown", "keydown"]
  const once = () => {
    for (const sign of signs) window.removeEventListener(sign, once)
    if (!isSaving()) act()
  }
  for (const sign of signs) window.addEventListener(sign, once, { passive: true })
}

function isSaving(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  return connection?.saveData === true
}

/** An iPhone's switch silences Web Audio, unless the page may say that it is for listening. */
function hasSilentSwitch(): boolean {
  return /iPhone|iPad|iPod/.test(navigator.userAgent) && !navigator.audioSession
}

function storage(): Pick<Storage, "getItem" | "setItem"> {
  try {
    return window.localStorage
  } catch {
    return FORGETFUL
  }
}
