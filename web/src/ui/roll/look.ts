/**
 * The roll's colours, from the page's own, and how fine the screen is: read when either changes, for a
 * canvas knows no variables.
 */
import { ROLES, type Role } from "../../music/roles"

type Rgb = readonly [number, number, number]

export type Look = {
  readonly ground: string
  /** The rows of the black keys. */
  readonly shade: string
  readonly ruler: string
  readonly line: { readonly phrase: string; readonly bar: string; readonly beat: string }
  readonly octave: string
  readonly whiteKey: string
  readonly blackKey: string
  readonly text: string
  readonly muted: string
  readonly font: string
  /** By loudness, the softest first. */
  readonly notes: Readonly<Record<Role, readonly string[]>>
  /** Who is muted. */
  readonly faint: Readonly<Record<Role, string>>
  readonly roles: Readonly<Record<Role, string>>
  /** The screen's pixels in one of ours, and the thinnest line that looks like one. */
  readonly density: number
  readonly hair: number
}

export const LOUDNESSES = 8
const SOFTEST = 0.58
const FAINT = 0.16

export function readLook(element: Element): Look {
  const style = getComputedStyle(element)
  const named = (name: string) => rgbOf(style.getPropertyValue(`--${name}`))
  const [card, page, panel, line] = [named("card"), named("page"), named("panel"), named("line")]
  const [text, muted] = [named("text"), named("muted")]
  const isDark = card[0] < 128
  const density = window.devicePixelRatio
  const ground = isDark ? mixed(card, page, 0.35) : card
  const byRole = <T>(of: (colour: Rgb) => T) =>
    Object.fromEntries(ROLES.map((role) => [role, of(named(role))])) as Record<Role, T>
  const white: Rgb = [255, 255, 255]
  return {
    ground: hex(ground),
    shade: hex(mixed(ground, page, isDark ? 0.55 : 0.62)),
    ruler: hex(isDark ? panel : mixed(panel, page, 0.4)),
    line: {
      phrase: hex(mixed(line, muted, isDark ? 0.22 : 0.3)),
      bar: hex(line),
      beat: hex(mixed(line, ground, 0.6)),
    },
    octave: hex(mixed(line, ground, 0.25)),
    whiteKey: hex(isDark ? mixed(muted, page, 0.62) : white),
    blackKey: hex(isDark ? page : mixed(muted, text, 0.4)),
    text: hex(text),
    muted: hex(muted),
    font: style.fontFamily,
    notes: byRole((colour) =>
      Array.from({ length: LOUDNESSES }, (_, loudness) =>
        hex(mixed(ground, colour, SOFTEST + ((1 - SOFTEST) * loudness) / (LOUDNESSES - 1))),
      ),
    ),
    faint: byRole((colour) => hex(mixed(ground, colour, FAINT))),
    roles: byRole(hex),
    density,
    hair: Math.max(1, Math.floor(density)) / density,
  }
}

/** Calls back when the page turns dark or light or comes to another screen, until it is stopped. */
export function watchLook(listen: () => void): () => void {
  const watcher = new MutationObserver(listen)
  const attributeFilter = ["data-mantine-color-scheme"]
  watcher.observe(document.documentElement, { attributes: true, attributeFilter })
  const stopScreen = watchScreen(listen)
  return () => {
    watcher.disconnect()
    stopScreen()
  }
}

/** Calls back when letters came that there were others in the place of, until it is stopped. */
export function watchLetters(listen: () => void): () => void {
  const { fonts } = document
  fonts?.addEventListener("loadingdone", listen)
  return () => fonts?.removeEventListener("loadingdone", listen)
}

function watchScreen(listen: () => void): () => void {
  const screen = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
  let stop = () => screen.removeEventListener("change", change)
  function change() {
    stop()
    stop = watchScreen(listen)
    listen()
  }
  screen.addEventListener("change", change)
  return () => stop()
}

/** `tokens.css` says all its colours as `#rrggbb`, which a minifier may turn into `#rgb`. */
function rgbOf(css: string): Rgb {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(css.trim())?.[1] ?? "000000"
  const pairs =
    digits.length === 3 ? [...digits].map((digit) => digit + digit) : digits.match(/../g)
  const [red, green, blue] = (pairs ?? []).map((pair) => Number.parseInt(pair, 16))
  return [red ?? 0, green ?? 0, blue ?? 0]
}

function mixed(a: Rgb, b: Rgb, share: number): Rgb {
  const [red, green, blue] = a.map((value, at) => value + ((b[at] ?? 0) - value) * share)
  return [red ?? 0, green ?? 0, blue ?? 0]
}

function hex(colour: Rgb): string {
  return `#${colour.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`
}
