/**
 * The part of the roll that stands still, in canvases side by side on a strip that scrolls: a frame
 * that only scrolls paints nothing. Knows when a canvas is out of date. Does not know why.
 */
import type { Grid, Steps, View } from "../../music/geometry"
import { between } from "../../music/lanes"
import type { Notes } from "../../music/score"
import { type Drawn, paintGrid, paintNotes, paintRows } from "./paint"
import { createStills, type Still } from "./still"

/** All that a canvas shows, except for where it lies. Another one, and they are painted anew. */
export type Picture = Omit<Drawn, "view"> & {
  readonly zoom: number
  readonly grid: Grid
  /** Where the song ends. */
  readonly steps: number
}

/** The notes to show: as many as are there to stay. */
export type Shown = { readonly notes: Notes; readonly count: number; readonly longest: number }

type Tile = {
  readonly still: Still
  index: number
  picture: Picture | null
  /** How many of the notes are on it, or need not be. */
  count: number
}

const WIDTH = 512
/** So many canvases are kept ready at either side of those in sight. */
const AHEAD = 1
/** Pixels that a note beside a canvas may reach into it. */
const SPILL = 4

export function createTiles(strip: HTMLElement) {
  const stills = createStills()
  let tiles: Tile[] = []

  /** Sees to it that what is in sight is painted; whether there is more to paint when there's time. */
  function show(picture: Picture, shown: Shown, view: View, width: number): boolean {
    const first = Math.floor((view.from * view.zoom) / WIDTH)
    const last = Math.floor((view.from * view.zoom + width - 1) / WIDTH)
    const wanted = Array.from({ length: last - first + 1 }, (_, at) => first + at)
    const near = [last + AHEAD, first - AHEAD].filter((at) => at >= 0)
    keep([...wanted, ...near])
    for (const index of wanted) freshen(tileAt(index), picture, shown)
    const next = near.map(tileAt).find((tile) => isStale(tile, picture, shown))
    if (next) freshen(next, picture, shown)
    return next !== undefined
  }

  /** Has a canvas for each of these places, and takes it from where none is needed. */
  function keep(wanted: readonly number[]) {
    const spare = tiles.filter(({ index }) => !wanted.includes(index))
    for (const index of wanted) {
      if (tiles.some((tile) => tile.index === index)) continue
      const tile = spare.pop() ?? added()
      tile.index = index
      tile.picture = null
      tile.still.canvas.style.left = `${index * WIDTH}px`
    }
    for (const { still } of spare) still.canvas.remove()
    tiles = tiles.filter((tile) => !spare.includes(tile))
  }

  function added(): Tile {
    const still = stills.add(strip)
    const tile: Tile = { still, index: -1, picture: null, count: 0 }
    tiles.push(tile)
    return tile
  }

  function tileAt(index: number): Tile {
    const tile = tiles.find((one) => one.index === index)
    if (!tile) throw new Error(`There is no canvas at ${index}.`)
    return tile
  }

  return { show }
}

function freshen(tile: Tile, picture: Picture, shown: Shown) {
  if (!isStale(tile, picture, shown)) return
  const view = { from: (tile.index * WIDTH) / picture.zoom, zoom: picture.zoom }
  const { height } = picture.lanes
  tile.still.paint(WIDTH, height, (paint) => {
    paintRows(paint, WIDTH, picture.lanes, picture.look)
    paintGrid(paint, { view, width: WIDTH, steps: picture.steps }, picture)
    const [first, end] = between(shown.notes, seenOn(tile.index, picture), shown.longest)
    paintNotes(paint, shown.notes, [first, Math.min(end, shown.count)], { ...picture, view })
  })
  tile.picture = picture
  tile.count = shown.count
}

/** Whether it shows something else, or lacks notes that came since. */
function isStale(tile: Tile, picture: Picture, { notes, count, longest }: Shown): boolean {
  if (tile.picture !== picture) return true
  if (tile.count >= count) return false
  const [first, end] = between(notes, seenOn(tile.index, picture), longest)
  const lacks = Math.max(first, tile.count) < Math.min(end, count)
  if (!lacks) tile.count = count
  return lacks
}

function seenOn(index: number, { zoom }: Picture): Steps {
  return [(index * WIDTH - SPILL) / zoom, ((index + 1) * WIDTH + SPILL) / zoom]
}
