/** The page that is kept: it opens while the service is away, never as a mixture, and keeps no songs. */
import assert from "node:assert/strict"
import { after } from "node:test"
import { DESK } from "../browser.mjs"
import { ownServer } from "../ownServer.mjs"
import { until } from "../patience.mjs"
import { serviceAt } from "../service.mjs"
import { generate, roll } from "../studio.mjs"
import { visit } from "../suite.mjs"
import { ownPage } from "../versions.mjs"

const LOST = [/net::ERR_/, /Failed to load resource/]
const PLAIN = [/Cross-Origin-Opener-Policy header has been ignored/]
/** What is not there is told of in JSON, which is no style. */
const TAKEN_AWAY = [/Refused to apply style/]

const web = await ownPage()
await web.deploy("One")
const server = await ownServer({ LSTMELODY_WEB: web.folder })
const { base, plain, kill, start } = server
after(async () => {
  await server.remove()
  await web.remove()
})

/** Running, with the first version of the page, whatever a test before left it in. */
const anewAt = (address) => async () => {
  await web.deploy("One")
  await start()
  return address
}
const installed = { base: anewAt(base), forgives: [...LOST, ...TAKEN_AWAY] }
/** In a page so busy that it fetches nothing ahead. */
const NEVER_IDLE = {
  ...DESK,
  prepared: () => Object.assign(window, { requestIdleCallback: () => 0 }),
}
const overPlainHttp = {
  base: anewAt(plain),
  screen: NEVER_IDLE,
  forgives: [...LOST, ...PLAIN, ...TAKEN_AWAY],
}

const gallery = (page) => page.getByRole("region", { name: "Songs" })
const isKept = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))

/** The addresses in all caches. */
function kept(page) {
  return page.evaluate(async () => {
    const caches = await Promise.all(
      (await self.caches.keys()).map((name) => self.caches.open(name)),
    )
    const requests = await Promise.all(caches.map((cache) => cache.keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })
}

/** The versions that the scripts and styles of what one sees are of. */
async function versions(page) {
  const addresses = await page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname),
  )
  const assets = addresses.filter((path) => path.startsWith("/assets/"))
  return [...new Set(assets.map((path) => /(One|Two|Three)\.\w+$/.exec(path)[1]))]
}

/** What the browser keeps by itself may be gone by the time it is needed. */
async function forgetOrdinaryCache(page) {
  const debug = await page.context().newCDPSession(page)
  await debug.send("Network.clearBrowserCache")
}

async function leaveFor(page, path) {
  await forgetOrdinaryCache(page)
  await page.goto(path)
}

visit("after one visit the studio opens while the service is away", installed, async (page) => {
  await isKept(page)
  await kill()
  await leaveFor(page, "/songs/00000000-0000-4000-8000-000000000000")
  await page.getByRole("heading", { name: "Nobody is home" }).waitFor()
  await leaveFor(page, "/live")
  await page.getByRole("button", { name: "Start the band" }).waitFor()
  await leaveFor(page, "/")
  await page.getByRole("heading", { name: "Nobody is home" }).waitFor()
  await start()
  await page.getByRole("heading", { name: "Nobody is home" }).waitFor({ state: "detached" })
  await gallery(page).waitFor()
})

visit("songs are asked for and told as without it, and never kept", installed, async (page) => {
  const { edit, ready } = serviceAt(base)
  await isKept(page)
  await page.reload()
  assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null))
  await page.getByLabel("Bars", { exact: true }).fill("64")
  const { id } = await generate(page)
  await until(async () => Number(await roll(page).getAttribute("aria-valuemax")) > 0, "it grows")
  await ready(id)
  await page.getByRole("heading", { name: "Make another of it" }).waitFor()

  await edit(id, { title: "Another title" })
  await page.reload()
  await page.getByRole("heading", { name: "Another title" }).waitFor()
  const ownFiles = /^\/$|^\/assets\//
  assert.deepEqual(
    (await kept(page)).filter((path) => !ownFiles.test(path)),
    [],
  )
  await kill()
  const answer = await page.evaluate(
    (id) => fetch(`/api/songs/${id}`).then(({ status }) => status, () => "none"), // biome-ignore format: one thought
    id,
  )
  assert.equal(answer, "none")
})

visit("a new version of the page takes over as a whole, or not at all", installed, async (page) => {
  await isKept(page)
  await web.deploy("Two")
  await page.reload()
  await gallery(page).waitFor()
  assert.deepEqual(await versions(page), ["Two"])
  await until(async () => !(await kept(page)).some((path) => /One\.\w+$/.test(path)), "One is gone")

  await web.deploy("Three")
  await web.lose(/^(SongPage|decoder)/) // nobody goes there: only who keeps all of it will miss them
  await leaveFor(page, "/live")
  await page.getByRole("button", { name: "Start the band" }).waitFor()
  assert.deepEqual(await versions(page), ["Three"])
  await kill()
  await leaveFor(page, "/live")
  await page.getByRole("button", { name: "Start the band" }).waitFor()
  assert.deepEqual(await versions(page), ["Two"])
  await start()
})

visit("what an earlier worker kept is removed", installed, async (page) => {
  await isKept(page)
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).unregister()
    await caches.open("assets")
  })
  await page.reload()
  const names = () => page.evaluate(() => caches.keys())
  await until(async () => !(await names()).includes("assets"), "the old cache is gone")
  assert.deepEqual(await names(), ["studio"])
})

visit("the soundfont goes past it, and a range of it stays one", installed, async (page) => {
  const { soundfont } = await (await fetch(`${base}/api/health`)).json()
  await isKept(page)
  const get = (range) =>
    page.evaluate(
      async ([address, range]) => {
        const answer = await fetch(address, { headers: range ? { range } : {} })
        return [answer.status, (await answer.arrayBuffer()).byteLength]
      },
      [soundfont, range],
    )
  assert.deepEqual(await get("bytes=0-99"), [206, 100])
  const [status, whole] = await get()
  assert.equal(status, 200)
  assert.ok(whole > 5_000_000, `${whole} bytes`)
  assert.deepEqual(
    (await kept(page)).filter((path) => path.startsWith("/api/")),
    [],
  )
})

const lostPart = (page) => page.getByRole("alert").getByText("could not be fetched")

visit(
  "a part of the page that a deploy took away is had by trying again",
  overPlainHttp,
  async (page) => {
    await gallery(page).waitFor()
    await web.deploy("Two")
    await page.getByRole("link", { name: "Live" }).click()
    await lostPart(page).waitFor()
    await page.getByRole("link", { name: "Songs", exact: true }).waitFor()
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("button", { name: "Start the band" }).waitFor()
    assert.deepEqual(await versions(page), ["Two"])
  },
)

visit(
  "a part of the page that can’t be fetched says so until it can",
  overPlainHttp,
  async (page) => {
    await gallery(page).waitFor()
    await kill()
    await page.getByRole("link", { name: "Live" }).click()
    await lostPart(page).waitFor()
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("button", { name: "Try again", disabled: false }).waitFor()
    await lostPart(page).waitFor()
    await start()
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("button", { name: "Start the band" }).waitFor()
  },
)
