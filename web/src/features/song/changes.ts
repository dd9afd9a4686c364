/** What was changed while a song was composed, in words: `17 drums 2, lead 0; 33+24 key any`. Pure. */
import { printed } from "../../music/keys"
import { levelWords, ROLES } from "../../music/roles"
import { ROLE_NAME } from "../../ui/roleStyle"

export type Change = { readonly where: string; readonly what: string }

export function changesIn(text: string | null | undefined): Change[] {
  if (!text) return []
  return text.split(";").map((each) => {
    const [place = "", ...rest] = each.trim().split(" ")
    const [bar, step] = place.split("+")
    const said = rest.join(" ").split(",").map(settingInWords)
    return { where: `${step ? "Within" : "From"} bar ${bar}`, what: said.join(", ") }
  })
}

const WORDS: Readonly<Record<string, (value: string) => string>> = {
  bars: (value) => `${value} bars in all`,
  ending: (value) => (value === "yes" ? "with an ending" : "without an ending"),
  seed: () => "other dice",
  key: (value) => (value === "any" ? "in any key" : `in ${printed(value)}`),
  repetition: (value) => `repetition ${value}×`,
  temperature: (value) => `temperature ${value}`,
  top_p: (value) => `top-p ${value}`,
}

/** A setting that is not known here is said as it is written. */
function settingInWords(text: string): string {
  const [name = "", ...rest] = text.trim().split(" ")
  const value = rest.join(" ")
  const role = ROLES.find((one) => one === name)
  if (role) return `${ROLE_NAME[role]} ${levelWords(Number(value))}`
  return WORDS[name]?.(value) ?? text.trim()
}
