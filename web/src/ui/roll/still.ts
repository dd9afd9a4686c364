/**
 * Canvases whose picture stands still, and costs nothing in frames that don't change it. A canvas with a
 * context of its own is copied in every frame in which anything moves, wherever there is no GPU: 1 ms
 * each at 512 x 850 pixels twice as dense. So all are painted on one that isn't seen, and handed over.
 */
import { canPaint, type Paint } from "./paint"

export type Still = {
  readonly canvas: HTMLCanvasElement
  /** Makes it a picture of so many CSS pixels. */
  paint(width: number, height: number, painter: (paint: Paint) => void): void
}

export function createStills() {
  let hidden: OffscreenCanvas | null = null

  function paintOn(canvas: HTMLCanvasElement, size: Size, painter: (paint: Paint) => void) {
    const density = window.devicePixelRatio
    const [across, down] = [Math.round(size.width * density), Math.round(size.height * density)]
    if (hidden?.width !== across || hidden.height !== down)
      hidden = new OffscreenCanvas(across, down)
    const paint = hidden.getContext("2d", { alpha: size.alpha })
    if (!paint) return
    paint.setTransform(density, 0, 0, density, 0, 0)
    painter(paint)
    canvas.style.width = `${size.width}px`
    canvas.style.height = `${size.height}px`
    canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(hidden.transferToImageBitmap())
  }

  return {
    make(alpha = false): Still {
      const canvas = document.createElement("canvas")
      return {
        canvas,
        paint(width, height, painter) {
          if (canPaint() && width > 0 && height > 0)
            paintOn(canvas, { width, height, alpha }, painter)
        },
      }
    },
  }
}

type Size = { readonly width: number; readonly height: number; readonly alpha: boolean }
