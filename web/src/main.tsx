import "@mantine/core/styles.css"
import "@fontsource-variable/instrument-sans/wght.css"
import "@fontsource/instrument-serif/400.css"
import "./ui/tokens.css"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { createQueries } from "./api/queries"
import { App } from "./app"
import { createPlayer } from "./audio/player"

const root = document.getElementById("root")
if (!root) throw new Error("index.html has no #root.")
createRoot(root).render(
  <StrictMode>
    <App queries={createQueries()} player={createPlayer(new Audio())} />
  </StrictMode>,
)
