/**
 * Lets the studio open while the service is away. Knows addresses.
 * Never keeps a song, or anything else that the service answers.
 */
const STUDIO = "studio"
const HOME = "/"
const SCRIPT = /\.js$/
/** As the page names what it is made of, and its scripts what they fetch later. */
const ASSET = /\bassets\/[\w.-]+\.\w+/g

self.addEventListener("install", (event) => {
  event.waitUntil(
    fetch(HOME)
      .then(keep)
      .then(() => self.skipWaiting()),
  )
})
self.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()))
})

self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== "GET" || origin !== self.location.origin) return
  if (request.headers.has("range")) return
  if (pathname.startsWith("/assets/")) event.respondWith(asset(request))
  else if (request.mode === "navigate" && !pathname.startsWith("/api/"))
    event.respondWith(page(event))
})

/** The page as it is now; as it was where nobody answers. Every place in it is the same page. */
async function page(event) {
  try {
    const answer = await fetch(event.request)
    if (isPage(answer)) event.waitUntil(keep(answer.clone()))
    return answer
  } catch (problem) {
    const before = await caches.match(HOME, { cacheName: STUDIO })
    if (before) return before
    throw problem
  }
}

function isPage({ ok, headers }) {
  return ok && headers.get("content-type")?.startsWith("text/html")
}

/** One after the other: two versions that are kept at once would take each other's assets away. */
function keep(answer) {
  return navigator.locks.request(STUDIO, () => keepWhole(answer))
}

/** The page with all that it is made of, or as it was: a script it lacks would be lacking when it is wanted. */
async function keepWhole(answer) {
  if (!isPage(answer)) throw new Error("There is no page to keep.")
  const studio = await caches.open(STUDIO)
  const text = await answer.clone().text()
  const before = await studio.match(HOME)
  if (before && (await before.text()) === text) return
  const assets = await keepAssets(studio, text)
  await studio.put(HOME, answer)
  for (const request of await studio.keys()) {
    const { pathname } = new URL(request.url)
    if (pathname !== HOME && !assets.has(pathname)) await studio.delete(request)
  }
}

/** The addresses of a page's assets, all of them kept. */
async function keepAssets(studio, page) {
  const assets = new Set()
  const take = async (text) => {
    const fresh = [...new Set(text.match(ASSET))].map((name) => `/${name}`)
    const more = fresh.filter((path) => !assets.has(path))
    for (const path of more) assets.add(path)
    await Promise.all(
      more.map(async (path) => {
        const script = await keptAsset(studio, path)
        if (SCRIPT.test(path)) await take(await script.text())
      }),
    )
  }
  await take(page)
  return assets
}

async function keptAsset(studio, path) {
  if (!(await studio.match(path))) await studio.add(path)
  return studio.match(path)
}

/** What earlier workers kept under other names. */
async function dropOthers() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== STUDIO).map((name) => caches.delete(name)))
}

/** A file whose address says which version it is. */
async function asset(request) {
  return (await caches.match(request, { cacheName: STUDIO })) ?? fetch(request)
}
