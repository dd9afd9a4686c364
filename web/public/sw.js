/**
 * Lets the studio open while the service is away, and keeps the soundfont at hand. Knows addresses.
 * Never keeps a song, or anything else that the service answers.
 */
const PAGE = "page"
const ASSETS = "assets"
const FONTS = "soundfonts"
const HOME = "/"

self.addEventListener("install", (event) => {
  event.waitUntil(keepPage().then(() => self.skipWaiting()))
})
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim())
})

self.addEventListener("fetch", (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== "GET" || origin !== self.location.origin) return
  if (pathname === "/api/soundfont") event.respondWith(kept(FONTS, request, true))
  else if (pathname.startsWith("/assets/")) event.respondWith(kept(ASSETS, request, false))
  else if (request.mode === "navigate" && !pathname.startsWith("/api/"))
    event.respondWith(page(request))
})

/** The page as it is now; as it was where nobody answers. Every place in it is the same page. */
async function page(request) {
  const cache = await caches.open(PAGE)
  try {
    const answer = await fetch(request)
    if (answer.ok) await remember(cache, answer.clone())
    return answer
  } catch (problem) {
    const before = await cache.match(HOME)
    if (before) return before
    throw problem
  }
}

/** On somebody's first visit the page is there before we are. */
async function keepPage() {
  const answer = await fetch(HOME)
  if (!answer.ok) throw new Error("There is no page to keep.")
  await remember(await caches.open(PAGE), answer.clone())
  const assets = (await answer.text()).match(/\/assets\/[\w.-]+/g) ?? []
  await (await caches.open(ASSETS)).addAll(assets)
}

/** A page that is another has other assets: those of the one before go. */
async function remember(cache, answer) {
  const before = await (await cache.match(HOME))?.text()
  const now = await answer.clone().text()
  if (before !== undefined && before !== now) await caches.delete(ASSETS)
  await cache.put(HOME, answer)
}

/** A file whose address says which version it is; `alone` where a new one replaces all others. */
async function kept(name, request, alone) {
  const cache = await caches.open(name)
  const found = await cache.match(request)
  if (found) return found
  const answer = await fetch(request)
  if (answer.status === 200) {
    if (alone) for (const other of await cache.keys()) await cache.delete(other)
    await cache.put(request, answer.clone())
  }
  return answer
}
