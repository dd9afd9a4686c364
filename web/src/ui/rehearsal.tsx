/** For tests: anything of a page with all that it finds around it in the studio, and nothing that sounds. */
import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { render } from "@testing-library/react"
import type { ReactNode } from "react"
import { createFeeds } from "../api/feeds"
import { createQueries } from "../api/queries"
import { rememberSong } from "../api/songs"
import { silentPlayer } from "../audio/rehearsal"
import { FeedsProvider } from "./feeds"
import { NoticesProvider } from "./notices"
import { PlayerProvider } from "./playback"
import { theme } from "./theme"

export function show(page: ReactNode, player = silentPlayer()) {
  const queries = createQueries()
  const feeds = createFeeds((song) => rememberSong(queries, song))
  const { container } = render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <FeedsProvider feeds={feeds}>
          <PlayerProvider player={player}>
            <NoticesProvider>{page}</NoticesProvider>
          </PlayerProvider>
        </FeedsProvider>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return { player, container }
}
