/** Every song as a card, those that the address asks for; and what stands there while there are none. */
import { useCallback, useState } from "react"
import { useSongs } from "../../api/songLists"
import { Unanswered } from "../../ui/Absence"
import { Problem } from "../../ui/Problem"
import { DeletedCard } from "./card/DeletedCard"
import { SongCard } from "./card/SongCard"
import classes from "./Gallery.module.css"
import { Grid } from "./Grid"
import { Importing } from "./Importing"
import { Nothing } from "./Nothing"
import { usePlace } from "./place"
import { Skeletons } from "./Skeletons"
import { Toolbar } from "./Toolbar"
import { useHand } from "./useHand"
import { useImporter } from "./useImporter"

export function Gallery() {
  const { listing, show } = usePlace()
  const { songs, total, list, heartbeat, more } = useSongs(listing)
  const importer = useImporter()
  const [focused, setFocused] = useState<{ id: string } | null>(null)
  const focusOn = useCallback((id: string) => setFocused({ id }), [])
  const hand = useHand(focusOn)
  const showFromTheTop: typeof show = (change, options) => {
    window.scrollTo({ top: 0, behavior: "instant" })
    show(change, options)
  }

  const isKnown = list.data !== undefined
  const isNarrowed = listing.search !== "" || listing.favourites
  const lost = heartbeat.error ?? (isKnown ? list.error : null)
  return (
    <section className={classes.gallery} aria-label="Songs">
      <Toolbar
        listing={listing}
        count={isKnown && total > 0 ? songCount(total) : ""}
        hasSongs={!isKnown || total > 0 || isNarrowed}
        onShow={showFromTheTop}
        onImport={importer.begin}
      >
        {lost && (
          <Problem
            sentence={`${lost.message} These are the songs as they were; this page looks again by itself.`}
            onRetry={() => heartbeat.refetch()}
            busy={heartbeat.isFetching}
          />
        )}
      </Toolbar>
      <Importing importer={importer} />
      {!isKnown && !list.error && <Skeletons />}
      {!isKnown && list.error && (
        <Unanswered
          heading="h3"
          sentence={list.error.message}
          busy={list.isFetching}
          onRetry={() => list.refetch()}
        />
      )}
      {isKnown && songs.length === 0 && <Nothing listing={listing} onShow={showFromTheTop} />}
      {songs.length > 0 && (
        <Grid
          songs={songs}
          total={total}
          label={listing.deleted ? "Recently deleted songs" : "Songs"}
          busy={list.isFetching}
          isOld={list.isPlaceholderData}
          hand={hand}
          card={listing.deleted ? DeletedCard : SongCard}
          hasMore={list.hasNextPage}
          onMore={more}
          focused={focused}
        />
      )}
    </section>
  )
}

function songCount(total: number): string {
  return `${total.toLocaleString("en")} ${total === 1 ? "song" : "songs"}`
}
