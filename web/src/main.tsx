import "./ui/mantine.css"
import "@fontsource-variable/instrument-sans/wght.css"
import "@fontsource/instrument-serif/400.css"
import "./ui/tokens.css"
import { StrictMode, startTransition } from "react"
import { createRoot } from "react-dom/client"
import { soundfontUrl } from "./api/client"
import { createFeeds, type Feeds, playableOf } from "./api/feeds"
import { createQueries } from "./api/queries"
import { fetchSong, rememberSong } from "./api/songs"
import { App } from "./app"
import { openPlayer } from "./audio/open"
import { keepAtHand } from "./installed"
import { fetchPage } from "./places"
import { fetchAll } from "./ui/fetched"
import { isWide } from "./ui/useIsWide"

fetchPage(location.pathname, isWide())
const root = document.getElementById("root")
if (!root) throw new Error("index.html has no #root.")
const queries = createQueries()
const player = openPlayer(soundfontUrl)
const feeds: Feeds = createFeeds((song) => {
  rememberSong(queries, song)
  player.renew(playableOf(song, feeds))
})
// a link to a song is a common way in: the song is asked for while the page that shows it is on its way
const opened = /^\/songs\/([^/]+)$/.exec(location.pathname)?.[1]
if (opened) void fetchSong(queries, opened)
// as a transition, React makes the page in short pieces: a slow telephone answers a finger meanwhile
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App queries={queries} player={player} feeds={feeds} />
    </StrictMode>,
  ),
)
keepAtHand()
whenIdle(fetchAll)

/** Not before the page stands; Safari can't say when it is idle. */
function whenIdle(act: () => void) {
  const wait = window.requestIdleCallback ?? ((then: () => void) => window.setTimeout(then, 1_000))
  window.addEventListener("load", () => wait(act, { timeout: 3_000 }))
}
