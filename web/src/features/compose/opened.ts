/** What nobody sees before it is opened: it comes after the panel, all of it together. */
import { fetched } from "../../ui/fetched"

const all = () => import("./folded")

export const StarterPicker = fetched(async () => (await all()).StarterPicker)
export const WhichBars = fetched(async () => (await all()).WhichBars)
export const TimeAndKey = fetched(async () => (await all()).TimeAndKey)
export const Instruments = fetched(async () => (await all()).Instruments)
export const Structure = fetched(async () => (await all()).Structure)
export const Chords = fetched(async () => (await all()).Chords)
export const Feel = fetched(async () => (await all()).Feel)
export const Chance = fetched(async () => (await all()).Chance)
export const FinePrint = fetched(async () => (await all()).FinePrint)
