/** Every kind of file is what it says it is. */
import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { readMidi } from "../midi.mjs"
import { aShortSong } from "../service.mjs"
import { namesInZip, peakOf, readMp3, readWav } from "../sounds.mjs"
import { visit } from "../suite.mjs"

let made = null
const aSong = () => {
  made ??= aShortSong("To take along")
  return made
}
const aSongsPage = { at: async () => `/songs/${(await aSong()).id}` }
const RENDERING_MS = 60_000

async function download(page, kind) {
  await page.getByRole("button", { name: "Download" }).click()
  const [file] = await Promise.all([
    page.waitForEvent("download", { timeout: RENDERING_MS }),
    page.getByRole("menuitem", { name: new RegExp(`^${kind}`) }).click(),
  ])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

visit("the MIDI has a track with notes for each role", aSongsPage, async (page) => {
  const { name, bytes } = await download(page, "MIDI")
  assert.match(name, /\.mid$/)
  const { tracks, tempos } = readMidi(bytes)
  assert.equal(tracks.filter(({ notes }) => notes > 0).length, 4)
  assert.equal(tempos.length, 1)
})

visit("the WAV and the MP3 are the song, and sound", aSongsPage, async (page) => {
  const song = await aSong()
  const wav = readWav((await download(page, "WAV")).bytes)
  assert.deepEqual([wav.rate, wav.channels], [44_100, 2])
  assert.ok(Math.abs(wav.seconds - song.seconds) < 10, `${wav.seconds} s, as ${song.seconds} s`)
  assert.ok(peakOf(wav) > 0.1)
  const mp3 = await download(page, "MP3")
  assert.match(mp3.name, /\.mp3$/)
  assert.deepEqual(readMp3(mp3.bytes), { layer: 3, rate: 44_100 })
})

visit("the stems are sound and notes for each role", aSongsPage, async (page) => {
  const names = namesInZip((await download(page, "Stems")).bytes)
  for (const role of ["drums", "bass", "chords", "lead"])
    for (const kind of ["wav", "mid"])
      assert.ok(
        names.some((name) => name.toLowerCase().includes(role) && name.endsWith(kind)),
        `${role} as ${kind} among ${names}`,
      )
})

visit("the recipe says how to make the song again", aSongsPage, async (page) => {
  const { recipe } = await aSong()
  const { bytes } = await download(page, "Recipe")
  const said = JSON.parse(bytes)
  assert.deepEqual([said.start, said.bars, said.seed], [recipe.start, recipe.bars, recipe.seed])
})
