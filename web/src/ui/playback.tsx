/** React's thin adapter to the player: one context, and a hook for each thing to watch. */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from "react"
import type { MidiOutputs } from "../audio/midiOut"
import type { Mix, Playback, Player } from "../audio/playback"
import type { Score } from "../music/score"

const PlayerContext = createContext<Player | null>(null)

export function PlayerProvider({ player, children }: { player: Player; children: ReactNode }) {
  return <PlayerContext value={player}>{children}</PlayerContext>
}

export function usePlayer(): Player {
  const player = useContext(PlayerContext)
  if (!player) throw new Error("usePlayer stands outside of a PlayerProvider.")
  return player
}

/** This may be played next, or what begins like it: its first sounds are made ready. */
export function useExpected(score: Score | undefined) {
  const player = usePlayer()
  useEffect(() => {
    if (score) player.expect(score)
  }, [player, score])
}

/** One thing about what plays, whichever song it is; drawn again only when it becomes another. */
export function usePlayback<T>(of: (playback: Playback) => T): T {
  const player = usePlayer()
  return useSyncExternalStore(player.subscribe, () => of(player.get()))
}

/** How a song goes. One that isn't the present one is idle, and never drawn again for another. */
export function useSongPlayback(songId: string): Playback {
  const player = usePlayer()
  const idle = useMemo<Playback>(
    () => ({ ...player.get(), song: null, state: "idle", seconds: 0, loop: null, problem: null }),
    [player],
  )
  const here = () => (player.get().song?.id === songId ? player.get() : idle)
  return useSyncExternalStore(player.subscribe, here)
}

const TICKS_A_SECOND = 10

/** Seconds into the present song, ten times a second. For a clock: a picture asks the player. */
export function usePosition(): number {
  const player = usePlayer()
  const subscribe = useCallback((listen: () => void) => ticking(player, listen), [player])
  const tenths = () => Math.round(player.position() * TICKS_A_SECOND)
  return useSyncExternalStore(subscribe, tenths) / TICKS_A_SECOND
}

export function useMix(): Mix {
  const { mixer } = usePlayer()
  return useSyncExternalStore(mixer.subscribe, mixer.get)
}

export function useMidiOut(): MidiOutputs {
  const { midiOut } = usePlayer()
  return useSyncExternalStore(midiOut.subscribe, midiOut.get)
}

function ticking(player: Player, listen: () => void): () => void {
  let timer = 0
  const follow = () => {
    window.clearInterval(timer)
    if (player.get().state === "playing") timer = window.setInterval(listen, 1000 / TICKS_A_SECOND)
    listen()
  }
  const leave = player.subscribe(follow)
  follow()
  return () => {
    leave()
    window.clearInterval(timer)
  }
}
