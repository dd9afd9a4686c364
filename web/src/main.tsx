import "@mantine/core/styles.css"
import "@fontsource-variable/instrument-sans/wght.css"
import "@fontsource/instrument-serif/400.css"
import "./ui/tokens.css"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { soundfontUrl } from "./api/client"
import { createFeeds, type Feeds, playableOf } from "./api/feeds"
import { createQueries } from "./api/queries"
import { rememberSong } from "./api/songs"
import { App } from "./app"
import { openPlayer } from "./audio/open"
import { keepAtHand } from "./installed"

const root = document.getElementById("root")
if (!root) throw new Error("index.html has no #root.")
const queries = createQueries()
const player = openPlayer(soundfontUrl)
const feeds: Feeds = createFeeds((song) => {
  rememberSong(queries, song)
  player.renew(playableOf(song, feeds))
})
createRoot(root).render(
  <StrictMode>
    <App queries={queries} player={player} feeds={feeds} />
  </StrictMode>,
)
keepAtHand()
