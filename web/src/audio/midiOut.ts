/**
 * The notes, sent to a MIDI port of this computer: to a DAW or an instrument, a channel a role.
 * The browser asks for permission, so ports are looked for only when somebody wants to.
 * Knows MIDI's messages. Does not know songs, nor clocks: it is told when.
 */
import { ROLES, type Role } from "../music/roles"
import { type Due, isSameTone } from "../music/scheduling"
import type { Score } from "../music/score"
import { CHANNELS } from "./channels"
import { createStore } from "./store"

export type MidiOutputs = {
  /** Whether this browser could. */
  readonly supported: boolean
  /** Empty until looked for. */
  readonly outputs: readonly { readonly id: string; readonly name: string }[]
  readonly chosen: string | null
  /** Whether the song is heard here as well while it is sent. */
  readonly hereToo: boolean
  /** As a sentence that says what to do. */
  readonly problem: string | null
}

/** For those who choose. */
export type MidiOut = {
  get(): MidiOutputs
  subscribe(listen: () => void): () => void
  /** Looks for outputs; the browser may ask for permission. */
  look(): Promise<void>
  choose(id: string | null): void
  setHereToo(hereToo: boolean): void
}

/** For what plays. */
export type MidiPort = {
  dress(mix: Score["mix"]): void
  setGains(gains: Readonly<Record<Role, number>>): void
  /** Sends notes, at the milliseconds of `performance.now()` at which they are heard. */
  play(notes: readonly Due[], msOf: (second: number) => number): void
  /** All notes before a second of the clock were sent: ends those that are over by then. */
  advance(until: number): void
  /** What follows will be sent anew. What was sent can't be taken back, nor is it repeated. */
  replan(): void
  silence(): void
}

type Ending = {
  readonly until: number
  readonly ms: number
  readonly role: Role
  readonly pitch: number
}

const [NOTE_OFF, NOTE_ON, CONTROL, PROGRAM] = [0x80, 0x90, 0xb0, 0xc0] as const
const [VOLUME, PAN, ALL_SOUND_OFF, ALL_NOTES_OFF] = [7, 10, 120, 123] as const

const REFUSED =
  "The browser may not use MIDI: allow it in the settings of this page, beside its address."

type Access = () => Promise<MIDIAccess>

/** Where the browser has MIDI at all, how to ask for it. */
export function browsersMidi(): Access | null {
  return window.isSecureContext && navigator.requestMIDIAccess
    ? () => navigator.requestMIDIAccess()
    : null
}

export function createMidiOut(ask: Access | null): MidiOut & MidiPort {
  const { get, set, subscribe } = createStore<MidiOutputs>({
    supported: ask !== null,
    outputs: [],
    chosen: null,
    hereToo: false,
    problem: null,
  })
  let access: MIDIAccess | null = null
  let port: MIDIOutput | null = null
  let mix: Score["mix"] | null = null
  let gains: Readonly<Record<Role, number>> | null = null
  let endings: readonly Ending[] = []
  /** Until when notes were sent, in milliseconds and by the clock, and which to leave out. */
  let sentMs = 0
  let sent = 0
  let repeated = 0

  function list() {
    const found = [...(access?.outputs.values() ?? [])].filter(({ state }) => state === "connected")
    const outputs = found.map(({ id, name }) => ({ id, name: name ?? id }))
    if (port && !found.some(({ id }) => id === port?.id)) port = null
    set({ ...get(), outputs, chosen: port?.id ?? null, problem: null })
  }

  function send(role: Role, message: number, data: readonly number[], ms?: number) {
    port?.send([message | CHANNELS[role], ...data], ms)
  }

  const gainOf = (role: Role) => gains?.[role] ?? 1

  function dressRole(role: Role) {
    if (!mix) return
    const { program, volume, pan } = mix[role]
    send(role, PROGRAM, [program])
    // General MIDI: the loudness is the square of the volume
    send(role, CONTROL, [VOLUME, Math.min(127, Math.round(volume * Math.sqrt(gainOf(role))))])
    send(role, CONTROL, [PAN, pan])
  }

  function quieten(role: Role, ms?: number) {
    send(role, CONTROL, [ALL_NOTES_OFF, 0], ms)
    send(role, CONTROL, [ALL_SOUND_OFF, 0], ms)
  }

  /** A tone is about to be struck again: what sounds of it ends first, and not once more. */
  function endSounding(tone: Pick<Due, "role" | "pitch">, at: number, ms: number) {
    const ends = (ending: Ending) => isSameTone(ending, tone) && ending.until >= at
    if (!endings.some(ends)) return
    send(tone.role, NOTE_OFF, [tone.pitch, 0], ms)
    endings = endings.filter((ending) => !ends(ending))
  }

  function silence() {
    endings = []
    sent = 0
    repeated = 0
    clear(port)
    for (const role of ROLES) {
      quieten(role)
      // not every browser can take back what was sent ahead
      if (sentMs > performance.now()) quieten(role, sentMs)
    }
  }

  return {
    get,
    subscribe,
    async look() {
      if (!ask) return
      try {
        access ??= await ask()
        access.onstatechange = list
        list()
      } catch {
        set({ ...get(), problem: REFUSED })
      }
    },
    choose(id) {
      silence()
      port = (id && access?.outputs.get(id)) || null
      sentMs = 0
      set({ ...get(), chosen: port?.id ?? null })
      for (const role of ROLES) dressRole(role)
    },
    setHereToo: (hereToo) => set({ ...get(), hereToo }),
    dress(next) {
      mix = next
      for (const role of ROLES) dressRole(role)
    },
    setGains(next) {
      const before = gains
      gains = next
      for (const role of ROLES) {
        if (before?.[role] === next[role]) continue
        if (next[role] === 0) quieten(role)
        else dressRole(role)
      }
    },
    play(notes, msOf) {
      if (!port) return
      for (const { at, until, role, pitch, velocity } of notes) {
        if (gainOf(role) === 0 || at < repeated) continue
        const ms = msOf(at)
        endSounding({ role, pitch }, at, ms)
        send(role, NOTE_ON, [pitch, velocity], ms)
        sentMs = Math.max(sentMs, ms)
        endings = [...endings, { until, ms: msOf(until), role, pitch }]
      }
    },
    advance(until) {
      sent = until
      const over = endings.filter((ending) => ending.until < until)
      if (over.length === 0) return
      endings = endings.filter((ending) => ending.until >= until)
      for (const { role, pitch, ms } of over) send(role, NOTE_OFF, [pitch, 0], ms)
    },
    replan() {
      repeated = sent
    },
    silence,
  }
}

/** Takes back what was sent ahead, where the browser can. */
function clear(port: (MIDIOutput & { clear?: () => void }) | null) {
  port?.clear?.()
}
