/** What stands above the songs: how many there are, and which of them one wants to see. */
import { NativeSelect } from "@mantine/core"
import { IconArrowLeft, IconHeart, IconHeartFilled } from "@tabler/icons-react"
import type { ReactNode } from "react"
import type { Listing, Sort } from "../../api/songPages"
import { IconButton } from "../../ui/IconButton"
import { GalleryMenu } from "./GalleryMenu"
import { SORT_NAMES } from "./place"
import { Search } from "./Search"
import classes from "./Toolbar.module.css"

type Props = {
  readonly listing: Listing
  /** In words; nothing while it isn't known. */
  readonly count: string
  /** Whether there are songs at all, among which one may look for some. */
  readonly hasSongs: boolean
  readonly onShow: (change: Partial<Listing>, options?: { readonly replace: boolean }) => void
  readonly onImport: (file: File) => void
  /** What has to be in sight, however far one scrolls. */
  readonly children: ReactNode
}

export function Toolbar({ listing, count, hasSongs, onShow, onImport, children }: Props) {
  const { search, sort, favourites, deleted } = listing
  return (
    <header className={classes.toolbar}>
      <div className={classes.heading}>
        {deleted && (
          <IconButton
            className={classes.back ?? ""}
            label="Back to the songs"
            onClick={() => onShow({ deleted: false })}
          >
            <IconArrowLeft size={20} />
          </IconButton>
        )}
        <h2>{deleted ? "Recently deleted" : "Songs"}</h2>
        <span role="status">{count}</span>
      </div>
      {hasSongs && (
        // biome-ignore lint/a11y/useSemanticElements: jsdom doesn't know <search>
        <div className={classes.search} role="search">
          <Search
            search={search}
            onSearch={(words) => onShow({ search: words }, { replace: true })}
          />
          <NativeSelect
            className={classes.sort}
            aria-label="Order of the songs"
            data={Object.entries(SORT_NAMES).map(([value, label]) => ({ value, label }))}
            value={sort}
            onChange={(event) => onShow({ sort: event.target.value as Sort })}
          />
        </div>
      )}
      <div className={classes.tools}>
        {hasSongs && !deleted && (
          <IconButton
            label="Favourites alone"
            tip="Favourites alone"
            aria-pressed={favourites}
            onClick={() => onShow({ favourites: !favourites })}
          >
            {favourites ? <IconHeartFilled size={18} /> : <IconHeart size={18} />}
          </IconButton>
        )}
        <GalleryMenu
          deleted={deleted}
          onDeleted={() => onShow({ deleted: !deleted, favourites: false })}
          onImport={onImport}
        />
      </div>
      {children && <div className={classes.note}>{children}</div>}
    </header>
  )
}
