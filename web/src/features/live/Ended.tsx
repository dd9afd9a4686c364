/** A band that has stopped: what became of it. */
import { Button } from "@mantine/core"
import { IconBroadcastOff } from "@tabler/icons-react"
import { Link } from "wouter"
import type { Song } from "../../api/client"
import { counted } from "../../music/words"
import { Absence } from "../../ui/Absence"

export function Ended({ song }: { song: Song }) {
  const isEnding = song.status === "composing"
  return (
    <div role="status">
      <Absence
        sign={IconBroadcastOff}
        heading="h2"
        title={isEnding ? "The last bar" : "The band has stopped"}
        sentence={sentenceOf(song)}
      >
        <Button component={Link} href={`/songs/${song.id}`}>
          Open the song
        </Button>
        <Button component={Link} href="/live" variant="default">
          Start another band
        </Button>
      </Absence>
    </div>
  )
}

function sentenceOf({ status, title, bars_done, error }: Song): string {
  if (status === "composing") return "The band plays it to its end."
  if (status === "failed") return error ?? `${title} could not go on.`
  return `${counted(bars_done, "bar")} of it are kept as ${title}.`
}
