/** The studio: providers, what stands at which address, and what Generate sets going. Decides no more than that. */
import { MantineProvider, VisuallyHidden } from "@mantine/core"
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { type ReactNode, useEffect, useRef } from "react"
import { Redirect, Route, Switch, useLocation } from "wouter"
import type { Song } from "./api/client"
import { type Feeds, playableOf } from "./api/feeds"
import classes from "./app.module.css"
import type { Player } from "./audio/playback"
import { ComposePanel } from "./features/compose/ComposePanel"
import { PlayerBar } from "./features/player/PlayerBar"
import { Gallery, LivePage, SongPage } from "./places"
import { Brand, PlacesAtTheBottom, PlacesAtTheTop } from "./shell"
import { FeedsProvider, useFeeds } from "./ui/feeds"
import { NoticesProvider } from "./ui/notices"
import { PlayerProvider, usePlayer } from "./ui/playback"
import { theme } from "./ui/theme"
import { useIsWide } from "./ui/useIsWide"

type Props = {
  readonly queries: QueryClient
  readonly player: Player
  readonly feeds: Feeds
}

export function App({ queries, player, feeds }: Props) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <FeedsProvider feeds={feeds}>
          <PlayerProvider player={player}>
            <Studio />
          </PlayerProvider>
        </FeedsProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}

function Studio() {
  const wide = useIsWide()
  const [place, go] = useLocation()
  const isLive = place.startsWith("/live")
  // beside a band that plays, dials that do not steer it would only be in the way
  const isComposing = wide ? !isLive : place === "/"
  const Panel = wide ? "aside" : "main"
  return (
    <div className={classes.studio}>
      <NoticesProvider>
        {isComposing && (
          <Panel className={classes.panel} aria-label="Compose">
            <Head wide={wide} />
            <Asking />
          </Panel>
        )}
        {wide && isLive && <Head wide={wide} />}
        {(wide || !isComposing) && (
          <main className={classes.main}>
            {!wide && <VisuallyHidden component="h1">LSTMelody</VisuallyHidden>}
            <Switch>
              <Route path="/" component={Gallery} />
              <Route path="/songs" component={Gallery} />
              <Route path="/songs/:id">
                {({ id }) => (
                  <FromTheTop key={id}>
                    <SongPage id={id} onLeave={() => go("/songs")} />
                  </FromTheTop>
                )}
              </Route>
              <Route path="/live/:id?">
                {({ id }) => (
                  <FromTheTop>
                    <LivePage id={id} />
                  </FromTheTop>
                )}
              </Route>
              <Route>
                <Redirect to="/" replace />
              </Route>
            </Switch>
          </main>
        )}
        <footer className={classes.dock}>
          <PlayerBar />
          {!wide && <PlacesAtTheBottom />}
        </footer>
      </NoticesProvider>
    </div>
  )
}

function Head({ wide }: { wide: boolean }) {
  return (
    <header className={classes.head}>
      <Brand />
      {wide && <PlacesAtTheTop />}
    </header>
  )
}

/** A page that is entered at its top, by keys too; the gallery is come back to where it was left. */
function FromTheTop({ children }: { children: ReactNode }) {
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => {
    window.scrollTo(0, 0) // braces: some browsers answer with a promise, which is no clean-up
    top.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div ref={top} tabIndex={-1} className={classes.top}>
      {children}
    </div>
  )
}

/** The panel; what it asks for is shown and heard from its first notes on. */
function Asking() {
  const [, go] = useLocation()
  const player = usePlayer()
  const feeds = useFeeds()
  const show = (song: Song) => {
    player.play(playableOf(song, feeds))
    go(`/songs/${song.id}`)
  }
  return <ComposePanel onGenerate={() => player.unlock()} onComposing={show} />
}
