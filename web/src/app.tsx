/** The page: the panel that asks for songs, and the gallery that keeps them. Wires, and does nothing else. */
import { MantineProvider } from "@mantine/core"
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { useRef } from "react"
import classes from "./app.module.css"
import type { Player } from "./audio/player"
import { ComposePanel } from "./features/compose/ComposePanel"
import { Gallery } from "./features/gallery/Gallery"
import { Mark } from "./ui/Mark"
import { PlayerProvider } from "./ui/playback"
import { theme } from "./ui/theme"

export function App({ queries, player }: { queries: QueryClient; player: Player }) {
  return (
    <MantineProvider theme={theme} forceColorScheme="dark">
      <QueryClientProvider client={queries}>
        <PlayerProvider player={player}>
          <Page />
        </PlayerProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}

function Page() {
  const songs = useRef<HTMLElement>(null)
  return (
    <div className={classes.page}>
      <aside className={classes.panel}>
        <header className={classes.brand}>
          <Mark size={34} />
          <h1>LSTMelody</h1>
        </header>
        <ComposePanel onComposing={() => songs.current?.scrollIntoView()} />
      </aside>
      <main className={classes.songs} ref={songs}>
        <Gallery />
      </main>
    </div>
  )
}
