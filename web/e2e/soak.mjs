/**
 * The band plays on and on, and somebody turns its dials now and then: the page must neither grow nor tire,
 * and its sound have no gap. E2E_URL names the running service, SOAK_MINUTES how long (20), CHROMIUM the
 * browser. Tells what it measured, minute by minute, and exits with 1 where something was not as it should be.
 */
import { readFileSync } from "node:fs"
import { DESK, launch, openPage } from "./browser.mjs"
import { driftsOf, placeMonitor, readMonitor } from "./monitor.mjs"
import { BASE, service } from "./service.mjs"
import { playsFrom } from "./studio.mjs"

const MINUTES = Number(process.env.SOAK_MINUTES ?? 20)
const MINUTE_MS = 60_000
/** Caches are full by then, and everything was compiled. */
const SETTLED_MINUTES = 3
const MOST = {
  /** Of the heap and of elements, from when it settled to the end. */
  growth: 0.2,
  /** The whole process, the audio thread's garbage included, which comes and goes by 80 MB. */
  residentMB: 450,
  /** What notes and their picture take in buffers, which no one lets go of while the band plays. */
  buffersMBAMinute: 0.1,
  /** A band may pause: longer than that it never does. */
  silentSeconds: 1.5,
  /** A note that sounds so much later or earlier than the score says. */
  driftSeconds: 0.005,
  /** Between the computer's clock and the sound's. */
  clockSeconds: 1,
  /** The processor's time for a frame in the last minutes, to that when it settled. */
  tiring: 1.5,
}

const browser = await launch()
const wrong = []
try {
  await soak()
} finally {
  await browser.close()
}
for (const sentence of wrong) console.error(sentence)
process.exitCode = wrong.length > 0 ? 1 : 0

async function soak() {
  const { page, complaints } = await openPage(browser, `${BASE}/live`, {
    ...DESK,
    bypassCSP: true,
    prepared: placeMonitor,
  })
  const meters = await attach(page)
  await page.getByRole("button", { name: "Start the band" }).click()
  await page.waitForURL("**/live/*")
  await playsFrom(page, 0)
  const id = page.url().split("/").at(-1)

  const sent = []
  const minutes = []
  const began = await readMonitor(page)
  sent.push(...began.sent)
  for (let minute = 1; minute <= MINUTES; minute++) {
    await page.waitForTimeout(MINUTE_MS)
    const monitor = await readMonitor(page)
    sent.push(...monitor.sent)
    minutes.push({ minute, ...told(monitor, began), ...(await meters.read()) })
    console.log(JSON.stringify(minutes.at(-1)))
    await steer(page, minute)
  }
  await page.getByRole("button", { name: "Stop and keep" }).click()
  await page.waitForURL("**/songs/*")
  await service.ready(id)
  const score = JSON.parse(await service.file(id, "notes"))
  judge(minutes, driftsOf(sent, score), complaints)
}

/** Each minute another role, a little more or less of it. */
async function steer(page, minute) {
  const role = ["Drums", "Bass", "Chords", "Lead"][minute % 4]
  const key = minute % 8 < 4 ? "ArrowRight" : "ArrowLeft"
  await page
    .getByRole("group", { name: "What the band is asked for" })
    .getByRole("slider", { name: `${role}, times as much` })
    .press(key)
}

function told({ heard, sent, frames, clock, wall, underruns }, began) {
  return {
    notes: sent.length,
    frames,
    tightestMs: Math.round(Math.min(...sent.map(([, , , lead]) => lead)) * 1000),
    silentSeconds: round(heard.longest),
    loudness: round(heard.loudness),
    measuredSeconds: round(heard.seconds),
    clockOffSeconds: round(clock - began.clock - (wall - began.wall)),
    underruns,
  }
}

/** What the page takes of the computer. */
async function attach(page) {
  const debug = await page.context().newCDPSession(page)
  const all = await browser.newBrowserCDPSession()
  await debug.send("Performance.enable", { timeDomain: "threadTicks" })
  let before = {}
  return {
    async read() {
      const heap = await smallestHeap(debug)
      const { metrics } = await debug.send("Performance.getMetrics")
      const { processInfo } = await all.send("SystemInfo.getProcessInfo")
      const named = Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
      const renderers = processInfo.filter(({ type }) => type === "renderer")
      const now = {
        pageCpu: named.TaskDuration,
        rendererCpu: renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
      }
      const spent = (name) => round(now[name] - (before[name] ?? 0))
      const figures = {
        heapMB: round(heap.usedSize / 1e6),
        embedderMB: round(heap.embedderHeapUsedSize / 1e6),
        buffersMB: round(heap.backingStorageSize / 1e6),
        residentMB: Math.round(renderers.reduce((sum, { id }) => sum + residentOf(id), 0) / 1e6),
        nodes: named.Nodes,
        listeners: named.JSEventListeners,
        pageCpuSeconds: spent("pageCpu"),
        rendererCpuSeconds: spent("rendererCpu"),
      }
      before = now
      return figures
    },
  }
}

/** What is left of the heap when all garbage is gone: what is being drawn at the moment is not. */
async function smallestHeap(debug) {
  const heaps = []
  for (let time = 0; time < 3; time++) {
    await debug.send("HeapProfiler.collectGarbage")
    heaps.push(await debug.send("Runtime.getHeapUsage"))
  }
  return heaps.sort((one, other) => one.usedSize - other.usedSize)[0]
}

/** What a process alone holds in memory, in bytes. */
function residentOf(id) {
  const text = readFileSync(`/proc/${id}/smaps_rollup`, "utf8")
  return Number(/^Private_Dirty:\s+(\d+)/m.exec(text)[1]) * 1024
}

function judge(minutes, { strangers, drifts }, complaints) {
  judgeSound(minutes, drifts)
  judgeMemory(minutes)
  const tired = cpuOfFrame(minutes.slice(-3)) / cpuOfFrame(minutes.slice(1, 4))
  console.log(`a frame takes the page ${tired.toFixed(2)} times as long at the end`)
  expect(tired < MOST.tiring, `The page tires: a frame takes it ${tired.toFixed(2)} times as long.`)
  expect(strangers.length === 0, `${strangers.length} notes were played that nobody wrote.`)
  expect(complaints.length === 0, complaints.join("\n"))
}

function judgeSound(minutes, drifts) {
  const worst = (name) => Math.max(...minutes.map((minute) => Math.abs(minute[name])))
  const furthest = Math.max(...drifts.map(([, drift]) => Math.abs(drift)))
  console.log(`${drifts.length} notes, at most ${Math.round(furthest * 1000)} ms off their score`)
  expect(furthest < MOST.driftSeconds, `A note sounded ${furthest} s off its score.`)
  const silent = worst("silentSeconds")
  expect(silent < MOST.silentSeconds, `Nothing was heard for ${silent} s.`)
  expect(worst("clockOffSeconds") < MOST.clockSeconds, "The sound fell behind the clock.")
}

function judgeMemory(minutes) {
  const settled = minutes[Math.min(SETTLED_MINUTES, minutes.length) - 1]
  const last = minutes.at(-1)
  for (const name of ["heapMB", "embedderMB", "nodes", "listeners"]) {
    const growth = last[name] / settled[name] - 1
    console.log(`${name}: ${settled[name]} → ${last[name]} (${Math.round(growth * 100)} %)`)
    expect(growth < MOST.growth, `${name} grew by ${Math.round(growth * 100)} %.`)
  }
  const resident = Math.max(...minutes.map(({ residentMB }) => residentMB))
  console.log(`the process: at most ${resident} MB`)
  expect(resident < MOST.residentMB, `The process came to ${resident} MB.`)
  const buffered = (last.buffersMB - settled.buffersMB) / Math.max(1, last.minute - settled.minute)
  console.log(`buffers: ${round(buffered)} MB a minute`)
  expect(buffered < MOST.buffersMBAMinute, `${round(buffered)} MB of buffers came each minute.`)
}

/** On a busy machine there are fewer frames: those that there are tell how hard the page works. */
function cpuOfFrame(minutes) {
  const sum = (name) => minutes.reduce((all, minute) => all + minute[name], 0)
  return sum("pageCpuSeconds") / sum("frames")
}

function expect(isSo, sentence) {
  if (!isSo) wrong.push(sentence)
}

function round(number) {
  return Math.round(number * 1000) / 1000
}
