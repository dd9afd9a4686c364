/** Every song as a card, newest first; and what stands there while there are none. */
import { useMemo } from "react"
import { useSongs } from "../../api/songs"
import { counted } from "../../music/words"
import { Problem } from "../../ui/Problem"
import { usePlayer } from "../../ui/playback"
import { Empty, Skeletons, Unanswered } from "./emptiness"
import classes from "./gallery.module.css"
import { SongCard } from "./SongCard"
import { useFarewells } from "./useFarewells"
import { useSpaceKey } from "./useSpaceKey"

export function Gallery() {
  const songs = useSongs()
  const player = usePlayer()
  const farewells = useFarewells()
  const ready = useMemo(() => songs.data?.filter(({ status }) => status === "ready"), [songs.data])
  useSpaceKey(player, ready?.[0])

  const count = songs.data?.length ?? 0
  return (
    <section className={classes.gallery} aria-label="Songs">
      <header className={classes.heading}>
        <h2>Songs</h2>
        {count > 0 && <span>{counted(count, "song")}</span>}
      </header>
      {songs.error && songs.data && (
        <Problem
          sentence={`${songs.error.message} Trying again…`}
          onRetry={() => songs.refetch()}
          busy={songs.isFetching}
        />
      )}
      {farewells.problem && <Problem sentence={farewells.problem} />}
      {songs.isPending && <Skeletons />}
      {songs.isLoadingError && (
        <Unanswered
          sentence={songs.error.message}
          busy={songs.isFetching}
          onRetry={() => songs.refetch()}
        />
      )}
      {songs.isSuccess && count === 0 && <Empty />}
      <ul className={classes.grid}>
        {songs.data?.map((song) => (
          <li key={song.id}>
            <SongCard
              song={song}
              leaving={farewells.leaving.has(song.id)}
              onLeave={() => {
                if (player.get().songId === song.id) player.stop()
                farewells.begin(song.id)
              }}
              onStay={() => farewells.undo(song.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
