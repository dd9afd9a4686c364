/**
 * Playing this song: what its page's roll, buttons and keys have in common. Knows that another song may
 * be the one that plays, and keeps the range chosen here until this one is. Draws nothing.
 */
import { useRef, useState } from "react"
import type { Playable, Playback, Span } from "../../audio/playback"
import { isGoing } from "../../audio/player"
import { usePlayback, usePlayer } from "../../ui/playback"

export type Transport = ReturnType<typeof useTransport>

export function useTransport(playable: Playable) {
  const player = usePlayer()
  const here = useOfSong(playable.id, () => true, false)
  const state = useOfSong(playable.id, (playback) => playback.state, "idle")
  const problem = useOfSong(playable.id, (playback) => playback.problem, null)
  const heardLoop = useOfSong(playable.id, (playback) => playback.loop, null)
  const [chosen, setChosen] = useState<Span | null>(null)
  const lastLoop = useRef<Span | null>(null)
  const loop = here ? heardLoop : chosen

  function play(from?: number) {
    player.play(playable, from)
    if (!here && chosen) player.loop(chosen)
  }

  function setLoop(span: Span | null) {
    lastLoop.current = span ?? loop
    setChosen(span)
    if (here) player.loop(span)
  }

  return {
    /** Whether this song is the one that plays, or is paused. */
    here,
    state,
    problem,
    loop,
    setLoop,
    going: isGoing(state),
    play,
    toggle: () => (here && state !== "failed" ? player.toggle() : play()),
    /** To a place in the song; one that isn't the present one begins to play there. */
    seek: (seconds: number) => (here ? player.seek(seconds) : play(seconds)),
    stop() {
      player.pause()
      player.seek(0)
    },
    /** Repeats what was last chosen, or the whole song; or no more. */
    toggleLoop: (whole: Span) => setLoop(loop ? null : (lastLoop.current ?? whole)),
  }
}

/** One thing about how this song plays: not its length, which grows with each bar that comes. */
function useOfSong<T>(id: string, of: (playback: Playback) => T, elsewhere: T): T {
  return usePlayback((playback) => (playback.song?.id === id ? of(playback) : elsewhere))
}
