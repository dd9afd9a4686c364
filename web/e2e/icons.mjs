/** The app's icons, painted from the mark: run it again when `favicon.svg` changes. */
import { readFile, writeFile } from "node:fs/promises"
import { launch } from "./browser.mjs"

const FOLDER = new URL("../public/", import.meta.url)
/** The mark's share of each side; what is maskable is cut to a circle of four fifths. */
const ICONS = [
  { name: "192", size: 192, share: 1, ground: "transparent" },
  { name: "512", size: 512, share: 1, ground: "transparent" },
  { name: "maskable", size: 512, share: 0.72, ground: "#15141a" },
  { name: "apple", size: 180, share: 0.86, ground: "#15141a" },
]

const mark = await readFile(new URL("favicon.svg", FOLDER), "utf8")
const browser = await launch()
for (const { name, size, share, ground } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const side = Math.round(size * share)
  await page.setContent(
    `<style>body{margin:0;display:grid;place-items:center;height:100vh;background:${ground}}
     svg{width:${side}px;height:${side}px}</style>${mark}`,
  )
  await writeFile(
    new URL(`icons/${name}.png`, FOLDER),
    await page.screenshot({ omitBackground: true }),
  )
  await page.close()
}
await browser.close()
