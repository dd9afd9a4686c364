/** A song played from its page, and mixed. */
import { screen, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { afterEach, beforeEach, expect, test } from "vitest"
import { createMidiOut } from "../../audio/midiOut"
import { silentPlayer } from "../../audio/rehearsal"
import {
  button,
  endSong,
  openSong,
  playing,
  prepareSong,
  press,
  serviceWith,
  songOf,
} from "./testing"

beforeEach(prepareSong)
afterEach(endSong)

test("space plays the song, and a press on Pause pauses it", async () => {
  serviceWith(songOf())
  const { player } = openSong("1")
  await button("Play Amber Harbour")
  await userEvent.keyboard(" ")
  expect(player.get()).toMatchObject({ song: { id: "1" }, state: "playing" })
  await press("Pause Amber Harbour")
  expect(player.get().state).toBe("paused")
})

test("space leaves another song that sounds to the player bar", async () => {
  serviceWith(songOf())
  const { player } = openSong("1", silentPlayer(playing("7"), 16))
  await button("Play Amber Harbour")
  await userEvent.keyboard(" ")
  expect(player.get().song?.id).toBe("7")
})

test("what is chosen to be repeated before the song plays is repeated when it does", async () => {
  serviceWith(songOf())
  const { player } = openSong("1")
  await screen.findByText("/ 0:16")
  await press("Repeat")
  await press("Play Amber Harbour")
  expect(player.get().loop).toEqual([0, 16])
  await press("Whole song")
  expect(player.get().loop).toBe(null)
})

test("mute, solo and level reach the mix", async () => {
  serviceWith(songOf())
  const { player } = openSong("1")
  await press("Mute Drums")
  await press("Solo Lead")
  const mixer = screen.getByRole("region", { name: "Mixer" })
  within(mixer).getByRole("slider", { name: "Level of the bass" }).focus()
  const mix = player.mixer.get()
  expect([mix.drums.muted, mix.lead.solo, mix.bass.solo]).toEqual([true, true, false])
  expect((await button("Mute Drums")).getAttribute("aria-pressed")).toBe("true")
  expect(within(mixer).getAllByText("standard kit")).toBeTruthy()
})

test("where the browser plays a recording the mixer says why it can't be used", async () => {
  serviceWith(songOf())
  openSong("1", silentPlayer({ engine: "stream" }, 16))
  expect(await screen.findByText(/which can’t be mixed/)).toBeTruthy()
  expect(await button("Mute Drums")).toHaveProperty("disabled", true)
})

test("where the browser has MIDI, the song is sent to a port, and heard here only if one wants to", async () => {
  serviceWith(songOf())
  const port = { id: "daw", name: "A DAW", state: "connected", send() {} }
  const access = { outputs: new Map([["daw", port]]) } as unknown as MIDIAccess
  const midiOut = createMidiOut(async () => access)
  openSong("1", { ...silentPlayer({}, 16), midiOut })
  await press("Look for MIDI outputs")
  await userEvent.click(await screen.findByRole("combobox", { name: "MIDI output" }))
  await userEvent.click(await screen.findByRole("option", { name: "A DAW" }))
  expect(midiOut.get()).toMatchObject({ chosen: "daw", hereToo: false })
  await userEvent.click(screen.getByRole("checkbox", { name: "Heard here as well" }))
  expect(midiOut.get().hereToo).toBe(true)
})
