/**
 * The synthesiser in the page: a thread that decodes samples, one that plays, the desk behind it.
 * Fetches nothing before it is wanted, and what failed once is tried again.
 * Knows notes at seconds of its clock. Does not know songs, the service or React.
 */
import { ROLES, type Role } from "../music/roles"
import type { Due } from "../music/scheduling"
import type { Score } from "../music/score"
import bandUrl from "./band?worker&url"
import { createDesk, type Desk } from "./desk"
import { BAND, type FromBand, type Key, type ToBand } from "./messages"
import { SILENCE } from "./mixer"
import { createOrders } from "./orders"
import { type Font, openFont } from "./soundfont"

export type Synth = {
  /** Fetches what playing will need. Makes no sound, and needs no gesture. */
  warm(): void
  /** Wakes the sound up, to be called in a gesture. False where the browser wants another one. */
  wake(): Promise<boolean>
  /** Nothing is to be played for now. */
  rest(): void
  /** The second of its clock that is computed now, and the one that is heard now. */
  now(): number
  heard(): number
  dress(mix: Score["mix"]): void
  /** Sees to it that the samples for some notes are there. */
  prepare(keys: readonly Key[]): Promise<void>
  play(notes: readonly Due[]): void
  /** Notes that begin from a moment on are not played. */
  forget(from: number): void
  /** Silences everything, and forgets it. */
  cut(): void
  setGains(gains: Readonly<Record<Role, number>>): void
  setVolume(gain: number): void
  levels(): Readonly<Record<Role, number>>
  /**
   * Calls back every 80 ms while it is awake: by the audio thread's clock, for a browser may hold the timers of a
   * tab that nobody sees back for a minute.
   */
  onTick(listen: () => void): void
  /** Calls back when something takes the sound away, such as a telephone call. */
  onTaken(listen: () => void): void
}

/** So long after the last song the sound is put to sleep, which spares a battery. */
const REST_MS = 20_000
const NO_SOUND = "This browser could not start its sound: reload the page, then press play again."

/** Worklets are for secure pages alone, which plain http from another device is not. */
export function isSynthPossible(): boolean {
  return (
    window.isSecureContext &&
    typeof AudioWorklet !== "undefined" &&
    typeof WebAssembly !== "undefined"
  )
}

/** The address of the soundfont is asked for when it is wanted. */
export function createSynth(soundfont: () => Promise<string>): Synth {
  const orders = createOrders()
  let font: Promise<Font> | null = null
  let context: AudioContext | null = null
  let opening: Promise<Desk> | null = null
  let desk: Desk | null = null
  let gains: Readonly<Record<Role, number>> | null = null
  let volume = 1
  let isAwake = false
  let resting = 0
  let taken = () => {}
  let ticked = () => {}

  function openedFont(): Promise<Font> {
    font ??= openFont(soundfont, orders.fail).catch((problem) => {
      font = null
      orders.fail(problem)
      throw problem
    })
    return font
  }

  function openedContext(): AudioContext {
    context ??= openContext(() => {
      if (isAwake && context?.state !== "running") taken()
    })
    return context
  }

  function openedDesk(context: AudioContext): Promise<Desk> {
    opening ??= openDesk(context).catch((problem) => {
      opening = null
      throw problem
    })
    return opening
  }

  async function openDesk(context: AudioContext): Promise<Desk> {
    const worklet = context.audioWorklet.addModule(bandUrl).catch(() => {
      throw new Error(NO_SOUND)
    })
    const [{ skeleton, samples }] = await Promise.all([openedFont(), worklet])
    const band = bandNode(context, skeleton)
    band.port.onmessage = ({ data }: MessageEvent<FromBand>) => {
      if (data.type === "tick") ticked()
      else orders.fulfil(data.order)
    }
    desk = createDesk(context, band)
    desk.tell({ type: "samples", port: samples }, [samples])
    if (gains) desk.setGains(gains)
    desk.setVolume(volume)
    return desk
  }

  async function prepare(keys: readonly Key[]) {
    const { number, keys: fresh, done } = orders.place(keys)
    if (fresh.length > 0)
      openedFont().then(
        ({ decode }) => decode(number, fresh),
        () => {}, // who waits for the order hears of it
      )
    await done
  }

  const tell = (message: ToBand) => desk?.tell(message)

  return {
    warm() {
      if (context) return
      const opened = openedContext()
      opened.suspend() // in a page that had its gesture, it would begin by itself
      openedDesk(opened).catch(() => {}) // who plays will hear of it
    },
    async wake() {
      window.clearTimeout(resting)
      if (navigator.audioSession) navigator.audioSession.type = "playback"
      const context = openedContext()
      await Promise.all([resumed(context), openedDesk(context)])
      isAwake = context.state === "running"
      return isAwake
    },
    rest() {
      window.clearTimeout(resting)
      resting = window.setTimeout(() => {
        isAwake = false
        context?.suspend()
      }, REST_MS)
    },
    now: () => context?.currentTime ?? 0,
    heard: () => (context ? heardOf(context) : 0),
    dress: (mix) => tell({ type: "dress", mix }),
    prepare,
    play(notes) {
      if (notes.length > 0) tell({ type: "play", notes })
    },
    forget: (from) => tell({ type: "forget", from }),
    cut: () => tell({ type: "cut" }),
    setGains(next) {
      gains = next
      desk?.setGains(next)
    },
    setVolume(next) {
      volume = next
      desk?.setVolume(next)
    },
    levels: () => desk?.levels() ?? SILENCE,
    onTick(listen) {
      ticked = listen
    },
    onTaken(listen) {
      taken = listen
    },
  }
}

declare global {
  interface Navigator {
    /** Safari's: with `playback`, the switch that silences an iPhone does not silence us. */
    readonly audioSession?: { type: string }
  }
}

function openContext(changed: () => void): AudioContext {
  const context = new AudioContext({ latencyHint: "balanced" })
  context.addEventListener("statechange", changed)
  return context
}

function bandNode(context: AudioContext, skeleton: ArrayBuffer): AudioWorkletNode {
  return new AudioWorkletNode(context, BAND, {
    numberOfInputs: 0,
    numberOfOutputs: ROLES.length + 1,
    outputChannelCount: [...ROLES, "reverb"].map(() => 2),
    processorOptions: { skeleton },
  })
}

const PATIENCE_MS = 3_000

/** Without a gesture a browser would let us wait for ever; with one, a busy machine takes a second or two. */
async function resumed(context: AudioContext): Promise<void> {
  const patience = new Promise<void>((resolve) => window.setTimeout(resolve, PATIENCE_MS))
  await Promise.race([context.resume().catch(() => {}), patience])
}

/** Some browsers know when what they compute is heard, others about how long it takes. */
function heardOf(context: AudioContext): number {
  const { currentTime } = context
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp?.() ?? {}
  const heard = contextTime + (performance.now() - performanceTime) / 1000
  if (contextTime > 0 && Math.abs(currentTime - heard) < 1) return Math.min(currentTime, heard)
  return currentTime - (context.outputLatency || context.baseLatency || 0)
}
