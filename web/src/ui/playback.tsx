/** React's thin adapter to the player: one context, one hook. */
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react"
import { type Playback, type Player, STOPPED } from "../audio/player"

const PlayerContext = createContext<Player | null>(null)

export function PlayerProvider({ player, children }: { player: Player; children: ReactNode }) {
  return <PlayerContext value={player}>{children}</PlayerContext>
}

export function usePlayer(): Player {
  const player = useContext(PlayerContext)
  if (!player) throw new Error("usePlayer stands outside of a PlayerProvider.")
  return player
}

/** Where this song is; a song that isn't the present one stands still and is never drawn again. */
export function usePlayback(songId: string): Playback {
  const player = usePlayer()
  const here = () => (player.get().songId === songId ? player.get() : STOPPED)
  return useSyncExternalStore(player.subscribe, here)
}
