/** Tells the system what plays, and obeys its keys: of a keyboard, a headset, a locked screen. */
import type { Playback, Player } from "./playback"
import { isGoing } from "./player"

const STEP_SECONDS = 10

export function announce(player: Player, session: MediaSession) {
  const play = () => {
    if (!isGoing(player.get().state)) player.toggle()
  }
  const by = (seconds: number) => () => player.seek(player.position() + seconds)
  const actions: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play,
    pause: player.pause,
    stop: player.stop,
    previoustrack: () => player.seek(0),
    seekbackward: by(-STEP_SECONDS),
    seekforward: by(STEP_SECONDS),
    seekto: ({ seekTime }) => player.seek(seekTime ?? 0),
  }
  for (const [action, act] of Object.entries(actions)) {
    try {
      session.setActionHandler(action as MediaSessionAction, act)
    } catch {
      // a browser that doesn't know this one throws
    }
  }
  player.subscribe(() => show(player.get(), player.position(), session))
}

function show({ song, state, seconds }: Playback, position: number, session: MediaSession) {
  if (session.metadata?.title !== song?.title)
    session.metadata = song && new MediaMetadata({ title: song.title, artist: "LSTMelody" })
  session.playbackState = song ? (isGoing(state) ? "playing" : "paused") : "none"
  if (seconds > 0 && position <= seconds)
    session.setPositionState?.({ duration: seconds, position, playbackRate: 1 })
}
