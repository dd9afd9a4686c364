/** What the band begins with; everything else can be changed once it plays. */
import { Button, Select } from "@mantine/core"
import { IconBroadcast } from "@tabler/icons-react"
import { useState } from "react"
import { useLocation } from "wouter"
import { useStartBand } from "../../api/band"
import { playableOf } from "../../api/feeds"
import { SILENCE, useStarters } from "../../api/starters"
import { drawSeed } from "../../music/seed"
import { useFeeds } from "../../ui/feeds"
import { Problem } from "../../ui/Problem"
import { usePlayer } from "../../ui/playback"
import classes from "./live.module.css"

export function Start() {
  const starters = useStarters()
  const start = useStartBand()
  const player = usePlayer()
  const feeds = useFeeds()
  const [, go] = useLocation()
  const [name, setName] = useState("pop")

  const begin = () => {
    player.unlock()
    const recipe = { start: name, ending: false, seed: drawSeed() }
    start.mutate(recipe, {
      onSuccess: (song) => {
        player.play(playableOf(song, feeds))
        go(`/live/${song.id}`)
      },
    })
  }

  const choices = (starters.data ?? []).filter((starter) => starter.name !== SILENCE)
  return (
    <div className={classes.start}>
      <Select
        label="It begins with"
        data={choices.map(({ name, title, style }) => ({
          value: name,
          label: `${title} · ${style}`,
        }))}
        value={name}
        allowDeselect={false}
        searchable
        onChange={(value) => value && setName(value)}
      />
      <Button
        size="lg"
        loading={start.isPending}
        leftSection={<IconBroadcast size={20} />}
        onClick={begin}
      >
        Start the band
      </Button>
      {start.error && <Problem sentence={start.error.message} onRetry={begin} />}
    </div>
  )
}
