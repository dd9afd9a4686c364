/** Who may import whom: each layer only those before it, and a feature never another feature. */
import { posix } from "node:path"
import { expect, test } from "vitest"

const LAYERS = ["music", "audio", "api", "ui", "features", "shell", "places", "app"]
const sources = import.meta.glob<string>("./**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
})
const files = Object.entries(sources).map(([path, text]) => [posix.normalize(path), text] as const)

const layerOf = (path: string) => LAYERS.indexOf(path.split(/[/.]/)[0] ?? "")
const featureOf = (path: string) => /^features\/(\w+)/.exec(path)?.[1]

function importsOf(path: string, text: string): string[] {
  const relative = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(
    (match) => match[1] ?? "",
  )
  return relative.map((target) => posix.join(posix.dirname(path), target))
}

test.each(files.filter(([path]) => layerOf(path) >= 0))(
  "%s imports only what lies below it",
  (path, text) => {
    for (const target of importsOf(path, text)) {
      expect(layerOf(target), target).toBeLessThanOrEqual(layerOf(path))
      if (featureOf(path)) expect([undefined, featureOf(path)], target).toContain(featureOf(target))
    }
  },
)
