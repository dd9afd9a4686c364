/** What the panel is set to, in the words of a summary. Pure. */
import { printed } from "../../../music/keys"
import { levelWords } from "../../../music/roles"
import { clock, counted } from "../../../music/words"
import type { Draft, Setting, Settings } from "./draft"

type Saying<Name extends Setting> = (value: NonNullable<Settings[Name]>) => string

const number = (value: number) => String(Number(value.toFixed(2)))
const level = (role: string) => (value: number) =>
  value === 0 ? `no ${role}` : `${role} ${levelWords(value)}`

const SAID: { readonly [Name in Setting]: Saying<Name> } = {
  start: (title) => title,
  start_bars: (bars) => `from ${counted(bars, "bar")} of it`,
  start_at: (bar) => `after its bar ${bar}`,
  keep_start: () => "without its beginning",
  bars: (bars) => counted(bars, "bar"),
  seconds: clock,
  ending: () => "no ending",
  drums: level("drums"),
  bass: level("bass"),
  chords: level("chords"),
  lead: level("lead"),
  tempo: (bpm) => `${number(bpm)} bpm`,
  meter: (meter) => meter,
  key: printed,
  progression: (text) => shortened(printed(text)),
  form: (form) => form.toUpperCase(),
  repetition: (value) => `repetition ${number(value)}`,
  palette: (name) => `${name} sounds`,
  instruments: shortened,
  ranges: shortened,
  voices: shortened,
  best_of: (songs) => `best of ${songs}`,
  temperature: (value) => `temperature ${number(value)}`,
  top_p: (value) => `top-p ${number(value)}`,
  swing: (value) => `swing ${number(value)}`,
  humanise: (value) => `by hand ${number(value)}`,
}

/** A setting that is not as usual: `96 bpm`, `no lead`. The start by its title. */
export function said(name: Setting, draft: Draft, startTitle: string): string {
  const value = name === "start" ? startTitle : draft[name]
  return (SAID[name] as (value: unknown) => string)(value)
}

const LONGEST = 24

function shortened(text: string): string {
  const trimmed = text.trim().replace(/\s+/g, " ")
  return trimmed.length > LONGEST ? `${trimmed.slice(0, LONGEST - 1).trimEnd()}…` : trimmed
}
