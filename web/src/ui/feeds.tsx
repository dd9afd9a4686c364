/** React's thin adapter to the feeds of songs: one context, and hooks to listen. */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react"
import type { Feeds } from "../api/feeds"
import type { Score, ScoreFeed } from "../music/score"

const FeedsContext = createContext<Feeds | null>(null)

export function FeedsProvider({ feeds, children }: { feeds: Feeds; children: ReactNode }) {
  return <FeedsContext value={feeds}>{children}</FeedsContext>
}

export function useFeeds(): Feeds {
  const feeds = useContext(FeedsContext)
  if (!feeds) throw new Error("useFeeds stands outside of a FeedsProvider.")
  return feeds
}

/** The latest score of a feed; drawn again whenever it grows. */
export function useScore(feed: ScoreFeed): Score | null {
  return useSyncExternalStore(feed.subscribe, feed.get)
}

/** One thing about that score; drawn again only when it becomes another. */
export function useScoreOf<T>(feed: ScoreFeed, of: (score: Score | null) => T): T {
  return useSyncExternalStore(feed.subscribe, () => of(feed.get()))
}
