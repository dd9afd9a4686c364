/** A musician's own MIDI file: understood, shown, gone on from; or refused in a sentence. */
import assert from "node:assert/strict"
import { buildRiff, readMidi } from "../midi.mjs"
import { service } from "../service.mjs"
import { generate, panel } from "../studio.mjs"
import { visit } from "../suite.mjs"

const riff = { name: "Kitchen riff.mid", mimeType: "audio/midi", buffer: buildRiff({ bpm: 100 }) }

visit("a song goes on from one's own MIDI", {}, async (page) => {
  await page.getByLabel("Your own MIDI file").setInputFiles(riff)
  const start = panel(page).getByRole("button", { name: /^Kitchen riff/ })
  await start.getByText(/A minor.*100 bpm/).waitFor()
  await panel(page).getByText("all of its 4 bars").waitFor()

  await page.getByLabel("Bars", { exact: true }).fill("8")
  const song = await generate(page)
  assert.match(song.recipe.start, /^midi:/)
  await page.getByText("from Kitchen riff").waitFor()
  await service.ready(song.id)
  const { tempos } = readMidi(await service.file(song.id, "midi"))
  assert.equal(Math.round(tempos[0]), 100)

  await page.reload()
  await start.waitFor()
})

visit("a damaged MIDI is refused in a sentence", { forgives: [/422/] }, async (page) => {
  const damaged = { ...riff, buffer: riff.buffer.subarray(0, 100) }
  await page.getByLabel("Your own MIDI file").setInputFiles(damaged)
  await panel(page).getByRole("alert").getByText("damaged or cut short").waitFor()
  await drop(page, "holiday.mid", "not music at all")
  await panel(page).getByRole("alert").getByText("This is not a MIDI file").waitFor()
  await page.getByLabel("Your own MIDI file").setInputFiles(riff)
  await panel(page)
    .getByRole("button", { name: /^Kitchen riff/ })
    .waitFor()
  assert.equal(await panel(page).getByRole("alert").count(), 0)
})

async function drop(page, name, text) {
  const dataTransfer = await page.evaluateHandle(
    ([name, text]) => {
      const data = new DataTransfer()
      data.items.add(new File([text], name, { type: "audio/midi" }))
      return data
    },
    [name, text],
  )
  await panel(page).dispatchEvent("dragover", { dataTransfer })
  await page.getByText("Let go to begin with this file.").waitFor()
  await panel(page).dispatchEvent("drop", { dataTransfer })
}
