/** What the panel's tests stand on: a service that offers a little of everything, and the panel before it. */
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { beforeEach, expect, vi } from "vitest"
import type { Choices } from "../../api/choices"
import type { Recipe, Song, Starter } from "../../api/client"
import { composing, notesOf } from "../../api/rehearsal"
import { show } from "../../ui/rehearsal"
import { ComposePanel } from "./ComposePanel"

const pop: Starter = {
  name: "pop",
  title: "Sunrise",
  style: "Pop",
  key: "C major",
  bpm: 120,
  meter: "4/4",
  bars: 4,
  roles: ["drums", "bass", "chords", "lead"],
}
const waltz: Starter = {
  ...pop,
  name: "waltz",
  title: "Carousel",
  style: "Waltz",
  key: "D minor",
  bpm: 180,
  meter: "3/4",
}
const silence: Starter = {
  ...pop,
  name: "none",
  title: "Silence",
  style: "any",
  key: null,
  bars: 0,
  roles: [],
}
const own: Starter = {
  ...pop,
  name: "midi:1",
  title: "My idea",
  style: "your MIDI",
  key: "E minor",
  bars: 24,
}

const notes = notesOf([[0, 1, 40, 12, 80]], 4)
const withFlute = { ...notes, mix: { ...notes.mix, lead: { ...notes.mix.lead, program: 73 } } }

const flute = { name: "flute", program: 73, family: "pipe" }
const violin = { name: "violin", program: 40, family: "strings" }
const kit = { name: "jazz kit", program: 32, family: "drum kits" }
const number = (min: number, max: number, step: number) => ({
  ...{ min, max, step, default: null, unit: null },
})
const choices: Choices = {
  roles: ["drums", "bass", "chords", "lead"],
  styles: ["Pop", "Waltz"],
  palettes: [
    {
      name: "jazz",
      title: "Jazz",
      roles: { drums: kit, bass: violin, chords: violin, lead: violin },
    },
  ],
  instruments: { drums: [kit], bass: [violin], chords: [violin], lead: [flute, violin] },
  tonics: ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"],
  scales: ["major", "minor", "dorian"],
  meters: ["4/4", "3/4"],
  form: { example: "AABA", section_bars: 8, most_sections: 64 },
  chords: { example: "Am F C G", roots: ["C"], qualities: [""], most_bars: 64 },
  narrowest_range: 12,
  most_voices: 32,
  numbers: {
    tempo: number(40, 240, 1),
    repetition: number(0, 5, 0.1),
    best_of: number(1, 16, 1),
    temperature: number(0.1, 2, 0.05),
    top_p: number(0.1, 1, 0.01),
    swing: number(0, 1, 0.05),
    humanise: number(0, 1, 0.05),
  },
  examples: { ranges: "lead C4-C6", voices: "chords 3" },
}

type Refused = { status: number; detail: string; headers?: Record<string, string> }

/** What happens to the panel, and what it does. */
export const stand = {
  asked: [] as Recipe[],
  /** How the service answers whatever is sent to it; as it should where there is none. */
  refusal: null as Refused | null,
  composing: [] as Song[],
  gestures: 0,
}

export async function service(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (stand.refusal && request.method === "POST") {
    const { status, detail, headers = {} } = stand.refusal
    return Response.json({ detail }, { status, headers })
  }
  if (pathname === "/api/choices") return Response.json(choices)
  if (pathname === "/api/starters" && request.method === "POST") return Response.json(own)
  if (pathname === "/api/starters") return Response.json([pop, waltz, silence])
  if (pathname.endsWith("/notes")) return Response.json(withFlute)
  stand.asked.push(await request.json())
  const begun = composing({ id: `${stand.asked.length}`, title: "Paper Tide" })
  return Response.json(begun, { status: 202 })
}

export async function open(address = "/") {
  history.replaceState(null, "", address)
  show(
    <ComposePanel
      onGenerate={() => stand.gestures++}
      onComposing={(song) => stand.composing.push(song)}
    />,
  )
  await screen.findAllByText(/Sunrise|Carousel|Silence|My idea/)
}

export async function reload() {
  cleanup()
  await open()
}

export const button = (name: string | RegExp) =>
  screen.getByRole<HTMLButtonElement>("button", { name })
export const press = (name: string | RegExp) => userEvent.click(button(name))
export async function unfold(title: string) {
  const head = button(new RegExp(`^${title}`))
  await userEvent.click(head)
  await waitFor(() => {
    const body = document.getElementById(head.getAttribute("aria-controls") ?? "")
    expect(body?.textContent).toBeTruthy()
  })
}
export const slide = (name: string, value: number) =>
  fireEvent.change(screen.getByRole("slider", { name }), { target: { value } })

/** Presses Generate, and what was asked for. */
export async function generated(): Promise<Recipe | undefined> {
  const before = stand.asked.length
  await press("Generate")
  await waitFor(() => expect(stand.asked).toHaveLength(before + 1))
  return stand.asked.at(-1)
}

/** Before each test of a file: an untouched browser and a service that is well. */
export function begin() {
  beforeEach(() => {
    Object.assign(stand, { asked: [], refusal: null, composing: [], gestures: 0 })
    localStorage.clear()
    vi.stubGlobal("fetch", service)
  })
}
