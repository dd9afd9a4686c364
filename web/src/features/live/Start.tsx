/** What the band begins with; everything else can be changed once it plays. */
import { Button, Select } from "@mantine/core"
import { IconBroadcast } from "@tabler/icons-react"
import { useState } from "react"
import { useLocation } from "wouter"
import { useStartBand } from "../../api/band"
import { playableOf } from "../../api/feeds"
import { SILENCE, useStarters } from "../../api/starters"
import { drawSeed } from "../../music/seed"
import { Absence } from "../../ui/Absence"
import { useFeeds } from "../../ui/feeds"
import { usePlayer } from "../../ui/playback"
import classes from "./Start.module.css"

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
    <Absence
      sign={IconBroadcast}
      heading="h2"
      title="Live"
      sentence="The band plays on until you stop it, and follows whatever you change. What it played is then a song of yours."
      problem={start.error?.message}
    >
      <Select
        className={classes.seed}
        aria-label="It begins with"
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
        className={classes.start}
        size="md"
        loading={start.isPending}
        leftSection={<IconBroadcast size={18} />}
        onClick={begin}
      >
        Start the band
      </Button>
    </Absence>
  )
}
