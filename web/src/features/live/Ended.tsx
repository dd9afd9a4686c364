/** A band that has stopped: what became of it. */
import { Button } from "@mantine/core"
import { Link } from "wouter"
import type { Song } from "../../api/client"
import { counted } from "../../music/words"
import classes from "./live.module.css"

export function Ended({ song }: { song: Song }) {
  const isEnding = song.status === "composing"
  return (
    <div className={classes.ended} role="status">
      <p>
        {isEnding && "The band plays its last bar."}
        {song.status === "ready" &&
          `The band has stopped: ${counted(song.bars_done, "bar")} are kept.`}
        {song.status === "failed" && (song.error ?? "The band has stopped.")}
      </p>
      <div className={classes.buttons}>
        <Button component={Link} href={`/songs/${song.id}`}>
          Open the song
        </Button>
        <Button component={Link} href="/live" variant="default">
          Start another band
        </Button>
      </div>
    </div>
  )
}
