/**
 * Plays one song at a time through an `<audio>` element, and says where it is.
 * Knows nothing of React, of songs or of the service: it is given an id and an address.
 */

export type Playback = {
  readonly songId: string | null
  readonly state: "stopped" | "loading" | "playing" | "paused" | "failed"
  readonly seconds: number
}

export type Player = ReturnType<typeof createPlayer>

export const STOPPED: Playback = { songId: null, state: "stopped", seconds: 0 }

const TICK_MS = 50

export function createPlayer(audio: HTMLAudioElement) {
  let playback = STOPPED
  let timer = 0
  const listeners = new Set<() => void>()

  function set(change: Partial<Playback>) {
    playback = { ...playback, ...change }
    for (const listen of listeners) listen()
  }

  function ticking(on: boolean) {
    window.clearInterval(timer)
    if (on) timer = window.setInterval(() => set({ seconds: audio.currentTime }), TICK_MS)
  }

  function enter(state: Playback["state"]) {
    if (playback.songId === null) return
    ticking(state === "playing")
    set({ state })
  }

  audio.addEventListener("playing", () => enter("playing"))
  audio.addEventListener("waiting", () => enter("loading"))
  audio.addEventListener("pause", () => enter("paused"))
  audio.addEventListener("error", () => enter("failed"))
  audio.addEventListener("seeked", () => playback.songId && set({ seconds: audio.currentTime }))
  audio.addEventListener("ended", () => {
    enter("paused")
    audio.currentTime = 0
    set({ seconds: 0 })
  })

  function load(songId: string, url: string, seconds: number) {
    ticking(false)
    audio.src = url
    audio.currentTime = seconds // before the metadata is there: where playing will begin
    set({ songId, state: "loading", seconds })
  }

  function start() {
    set({ state: "loading" })
    audio.play().catch((problem: DOMException) => {
      if (problem.name !== "AbortError") enter("failed") // aborted: another song took its place
    })
  }

  return {
    get: () => playback,
    subscribe(listen: () => void) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    play(songId: string, url: string) {
      const begin = playback.songId === songId ? playback.seconds : 0
      if (playback.songId !== songId || playback.state === "failed") load(songId, url, begin)
      start()
    },
    pause: () => audio.pause(),
    /** Goes to a place; in a song that is not the present one, begins to play there. */
    seek(songId: string, url: string, seconds: number) {
      if (playback.songId !== songId) {
        load(songId, url, seconds)
        start()
        return
      }
      audio.currentTime = seconds
      set({ seconds })
    },
    stop() {
      ticking(false)
      playback = STOPPED
      audio.pause()
      audio.removeAttribute("src")
      audio.load()
      set(STOPPED)
    },
  }
}
