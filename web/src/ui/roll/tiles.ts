/**
 * The part of the roll that stands still, in canvases side by side on a strip that scrolls: a frame
 * that only scrolls paints nothing. What a zoom or a change makes stale stays where it was, stretched,
 * until it is painted anew, a few milliseconds in each frame. Does not know why anything changes.
 */
import type { Grid, Steps, View } from "../../music/geometry"
import { between } from "../../music/lanes"
import type { Notes } from "../../music/score"
import { type Drawn, paintGrid, paintNotes, paintRows } from "./paint"
import classes from "./roll.module.css"
import { createStills, type Still } from "./still"

/** All that a canvas shows, except for where it lies. Another one, and they are painted anew. */
export type Picture = Omit<Drawn, "view"> & {
  readonly zoom: number
  /** Says in short all but the zoom and the colours. */
  readonly what: string
  readonly grid: Grid
  /** Where the song ends. */
  readonly steps: number
}

/** The notes to show: as many as are there to stay. */
export type Shown = { readonly notes: Notes; readonly count: number; readonly longest: number }

/** One picture in canvases, by their places from the left. */
type Layer = {
  readonly picture: Picture
  readonly element: HTMLElement
  readonly tiles: Map<number, Tile>
}

/** How many of the notes are on it, or need not be; -1 for one that isn't painted yet. */
type Tile = { readonly still: Still; count: number }

const WIDTH = 512
/** So many canvases are kept ready at either side of those in sight. */
const AHEAD = 1
/** Pixels that a note beside a canvas may reach into it. */
const SPILL = 4
/** A layer is stretched so far at most while one zooms. */
const MOST_STRETCH = 1.7
const PAINT_MS = 5
/** A canvas holds up to 7 MB. */
const MOST_SPARE = 4

export function createTiles(strip: HTMLElement) {
  const stills = createStills()
  const spare: Still[] = []
  /** The latest is in front; behind it, what is to be seen until that is painted. */
  const layers: Layer[] = []

  /** Sees to it that what is in sight is painted; whether something is left to paint. */
  function show(picture: Picture, shown: Shown, view: View, width: number): boolean {
    const layer = layerFor(picture)
    for (const { element, picture: own } of layers)
      element.style.transform = `scaleX(${view.zoom / own.zoom})`
    const from = view.from * layer.picture.zoom
    const span = (width * layer.picture.zoom) / view.zoom
    const first = Math.floor(from / WIDTH)
    const last = Math.floor((from + span - 1) / WIDTH)
    clear(layer, first - AHEAD, last + AHEAD)
    const painted = paintAll(layer, shown, { first, last })
    if (painted === "some") return true
    for (const old of layers.splice(0, layers.length - 1)) drop(old)
    if (painted === "all" || layer.picture !== picture) return true
    return paintAhead(layer, shown, { first, last })
  }

  /** The layer of this picture, or while one zooms that of another that is near enough. */
  function layerFor(picture: Picture): Layer {
    const latest = layers.at(-1)
    if (latest && (latest.picture === picture || isZooming(latest.picture, picture))) return latest
    for (const old of layers.splice(1)) drop(old)
    const element = document.createElement("div")
    element.className = classes.layer ?? ""
    strip.append(element)
    const layer = { picture, element, tiles: new Map<number, Tile>() }
    layers.push(layer)
    return layer
  }

  let before: Picture | null = null

  function isZooming(own: Picture, picture: Picture): boolean {
    const isMoving = before !== null && before.zoom !== picture.zoom
    before = picture
    const stretch = picture.zoom / own.zoom
    const isNear = stretch < MOST_STRETCH && stretch > 1 / MOST_STRETCH
    return isMoving && isNear && isSameButZoom(own, picture)
  }

  /** Paints what is in sight as long as there is time: nothing was stale, or all or some of it is fresh. */
  function paintAll(
    layer: Layer,
    shown: Shown,
    { first, last }: Places,
  ): "nothing" | "all" | "some" {
    const began = performance.now()
    let hasPainted = false
    for (let index = first; index <= last; index++) {
      if (hasPainted && performance.now() - began > PAINT_MS) return "some"
      if (freshen(layer, index, shown)) hasPainted = true
    }
    return hasPainted ? "all" : "nothing"
  }

  function paintAhead(layer: Layer, shown: Shown, { first, last }: Places): boolean {
    const near = [last + 1, first - 1].filter((index) => index >= 0)
    return near.some((index) => freshen(layer, index, shown))
  }

  /** Whether there was something to paint. */
  function freshen({ picture, element, tiles }: Layer, index: number, shown: Shown): boolean {
    const tile = tiles.get(index) ?? added(element, index)
    tiles.set(index, tile)
    if (!isStale(tile, index, picture, shown)) return false
    paintTile(tile.still, index, picture, shown)
    tile.count = shown.count
    return true
  }

  function added(element: HTMLElement, index: number): Tile {
    const still = spare.pop() ?? stills.make()
    still.canvas.style.left = `${index * WIDTH}px`
    element.append(still.canvas)
    return { still, count: -1 }
  }

  /** Takes away what is out of sight. */
  function clear({ tiles }: Layer, first: number, last: number) {
    for (const [index, { still }] of tiles) {
      if (index >= first && index <= last) continue
      tiles.delete(index)
      putBy(still)
    }
  }

  function drop({ element, tiles }: Layer) {
    for (const { still } of tiles.values()) putBy(still)
    element.remove()
  }

  function putBy(still: Still) {
    still.canvas.remove()
    if (spare.length < MOST_SPARE) spare.push(still)
  }

  return { show }
}

type Places = { readonly first: number; readonly last: number }

function paintTile(still: Still, index: number, picture: Picture, shown: Shown) {
  const view = { from: (index * WIDTH) / picture.zoom, zoom: picture.zoom }
  still.paint(WIDTH, picture.lanes.height, (paint) => {
    paintRows(paint, WIDTH, picture.lanes, picture.look)
    paintGrid(paint, { view, width: WIDTH, steps: picture.steps }, picture)
    const [first, end] = between(shown.notes, seenOn(index, picture), shown.longest)
    paintNotes(paint, shown.notes, [first, Math.min(end, shown.count)], { ...picture, view })
  })
}

/** Whether it was never painted, or lacks notes that came since. */
function isStale(tile: Tile, index: number, picture: Picture, shown: Shown): boolean {
  if (tile.count < 0 || tile.count >= shown.count) return tile.count < 0
  const [first, end] = between(shown.notes, seenOn(index, picture), shown.longest)
  const lacks = Math.max(first, tile.count) < Math.min(end, shown.count)
  if (!lacks) tile.count = shown.count
  return lacks
}

function seenOn(index: number, { zoom }: Picture): Steps {
  return [(index * WIDTH - SPILL) / zoom, ((index + 1) * WIDTH + SPILL) / zoom]
}

function isSameButZoom(a: Picture, b: Picture): boolean {
  return a.what === b.what && a.look === b.look
}
