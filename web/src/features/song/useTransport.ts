/**
 * Playing this song: what its page's roll, buttons and keys have in common. Knows that another song may
 * be the one that plays, and keeps the range chosen here until this one is. Draws nothing.
 */
import { useRef, useState } from "react"
import type { Playable, Span } from "../../audio/playback"
import { isGoing } from "../../audio/player"
import { usePlayer, useSongPlayback } from "../../ui/playback"

export type Transport = ReturnType<typeof useTransport>

export function useTransport(playable: Playable) {
  const player = usePlayer()
  const heard = useSongPlayback(playable.id)
  const playback = heard.song && heard
  const [chosen, setChosen] = useState<Span | null>(null)
  const lastLoop = useRef<Span | null>(null)
  const loop = playback ? playback.loop : chosen

  function play(from?: number) {
    player.play(playable, from)
    if (!playback && chosen) player.loop(chosen)
  }

  function setLoop(span: Span | null) {
    lastLoop.current = span ?? loop
    setChosen(span)
    if (playback) player.loop(span)
  }

  return {
    /** Null while another song is the one that plays, or none. */
    playback,
    going: isGoing(heard.state),
    loop,
    setLoop,
    play,
    toggle: () => (playback && playback.state !== "failed" ? player.toggle() : play()),
    /** To a place in the song; one that isn't the present one begins to play there. */
    seek: (seconds: number) => (playback ? player.seek(seconds) : play(seconds)),
    stop() {
      player.pause()
      player.seek(0)
    },
    /** Repeats what was last chosen, or the whole song; or no more. */
    toggleLoop: (whole: Span) => setLoop(loop ? null : (lastLoop.current ?? whole)),
  }
}
