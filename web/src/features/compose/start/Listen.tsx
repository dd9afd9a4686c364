/** Plays a starter, and pauses it. */
import { ActionIcon } from "@mantine/core"
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react"
import { useSyncExternalStore } from "react"
import type { Starter } from "../../../api/client"
import { constantFeed } from "../../../api/feeds"
import type { Score } from "../../../music/score"
import { usePlayer } from "../../../ui/playback"
import classes from "./StarterTile.module.css"

type Props = { readonly starter: Starter; readonly score: Score | undefined }

const SOUNDING = new Set(["loading", "playing", "waiting"])

export function Listen({ starter: { name, title }, score }: Props) {
  const player = usePlayer()
  const id = `starter:${name}`
  const state = useSyncExternalStore(player.subscribe, () => {
    const { song, state } = player.get()
    return song?.id === id ? state : "idle"
  })
  const isOn = SOUNDING.has(state)
  const play = () => score && player.play({ id, title, feed: constantFeed(score), mp3: null })
  return (
    <ActionIcon
      className={classes.listen}
      size={44}
      radius="xl"
      variant={isOn ? "filled" : "default"}
      aria-label={`${isOn ? "Pause" : "Listen to"} ${title}`}
      disabled={!score}
      data-loading={state === "loading" || undefined}
      onClick={isOn ? player.pause : play}
    >
      {isOn ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
    </ActionIcon>
  )
}
