/** A song that swings is heard while it is composed as it is heard ever after. */
import assert from "node:assert/strict"
import { service } from "../service.mjs"
import { visit } from "../suite.mjs"

const RECIPE = { start: "funk", bars: 256, seed: 5, swing: 0.7, humanise: 1 }
/** Bars of a song that is composed already are told so many at a time. */
const CHUNK_BARS = 16

visit("a song that swings is streamed as it is told when it is ready", {}, async (page) => {
  await page.addInitScript(() => {
    window.streamed = []
    window.EventSource = class extends EventSource {
      constructor(url) {
        super(url)
        this.addEventListener("bars", ({ data }) => window.streamed.push(JSON.parse(data).notes))
      }
    }
  })
  const { id } = await service.begin(RECIPE)
  await page.goto(new URL(`/songs/${id}`, page.url()).href)
  await service.ready(id)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()
  const streamed = await page.evaluate(() => window.streamed)
  const { notes } = JSON.parse(await service.file(id, "notes?performed=true"))
  assert.ok(streamed.length > RECIPE.bars / CHUNK_BARS, "the page heard it being composed")
  assert.deepEqual(streamed.flat(), notes)
  assert.ok(notes.some(([onset]) => !Number.isInteger(onset)))
})
