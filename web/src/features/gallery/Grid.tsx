/**
 * The songs as cards in rows, of which only those near the window exist; more are fetched before one
 * gets there. Knows where cards go. Does not know what is on them.
 */
import { type ComponentType, type CSSProperties, useEffect, useRef } from "react"
import type { Song } from "../../api/client"
import type { CardProps, Hand } from "./card/hand"
import classes from "./Grid.module.css"
import { Skeleton } from "./Skeletons"
import { columnsIn } from "./tiles"
import { useMeasured } from "./useMeasured"
import { useRoving } from "./useRoving"
import { useRows } from "./useRows"

/** So many rows before the end of what is fetched, more is. */
const ROWS_AHEAD = 12

type Props = {
  readonly songs: readonly Song[]
  readonly total: number
  readonly label: string
  readonly busy: boolean
  /** Whether these are still the songs of the list before. */
  readonly isOld: boolean
  readonly hand: Hand
  readonly card: ComponentType<CardProps>
  /** Fetches more; nothing where there is no more, or it is on its way. */
  readonly onMore: (() => unknown) | undefined
  readonly hasMore: boolean
  /** The song that is to have the focus as soon as it is there. */
  readonly focused: { readonly id: string } | null
}

export function Grid({ songs, total, hand, card: Card, hasMore, onMore, focused, ...rest }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const { width, top } = useMeasured(list)
  const columns = columnsIn(width)
  const { current, focusOn, handlers } = useRoving({ songs, columns, list })
  const songRows = Math.ceil(songs.length / columns)
  const { rows, last, height } = useRows({
    count: songRows + (hasMore ? 1 : 0),
    top,
    kept: Math.floor(current / columns),
  })

  useEffect(() => {
    if (last >= songRows - ROWS_AHEAD) onMore?.()
  }, [last, songRows, onMore])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it is asked for
  useEffect(() => {
    if (focused) focusOn(focused.id)
  }, [focused])

  const cells = rows.flatMap((row) =>
    Array.from({ length: columns }, (_, column) => ({
      index: row.index * columns + column,
      style: { top: row.top, "--column": column } as CSSProperties,
    })),
  )
  return (
    <div
      ref={list}
      className={classes.list}
      role="feed"
      aria-label={rest.label}
      aria-busy={rest.busy}
      data-old={rest.isOld || undefined}
      style={{ height, "--columns": columns } as CSSProperties}
      {...handlers}
    >
      {cells.map(({ index, style }) => {
        const song = songs[index]
        if (!song && !hasMore) return null
        return (
          <div key={song?.id ?? index} className={classes.cell} style={style}>
            {song ? (
              <Card {...{ song, total, hand }} isCurrent={index === current} place={index + 1} />
            ) : (
              <Skeleton />
            )}
          </div>
        )
      })}
    </div>
  )
}
