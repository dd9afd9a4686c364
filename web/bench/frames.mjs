/** How smoothly a page moves: its frames while something goes on. */
import { median } from "./goals.mjs"

/** Frames of each second, in the mean and of the middle and the worst one; and the longest frame in ms. */
export async function framesWhile(page, act) {
  await page.evaluate(() => {
    window.frameTimes = []
    const note = (time) => {
      window.frameTimes?.push(time)
      if (window.frameTimes) requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  await act()
  const times = await page.evaluate(() => {
    const { frameTimes } = window
    window.frameTimes = null
    return frameTimes
  })
  return smoothness(times)
}

export function smoothness(times) {
  const gaps = times.slice(1).map((time, at) => time - times[at])
  const seconds = (times.at(-1) - times[0]) / 1000
  const perSecond = Array.from({ length: Math.floor(seconds) }, (_, second) => {
    const from = times[0] + second * 1000
    return times.filter((time) => time >= from && time < from + 1000).length
  })
  return {
    perSecond: gaps.length / seconds,
    middleSecond: median(perSecond),
    worstSecond: Math.min(...perSecond),
    longestMs: Math.max(...gaps),
  }
}
