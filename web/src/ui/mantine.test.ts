/** Mantine's styles are imported one by one: none that a component needs may be missing. */
import { readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { expect, test } from "vitest"

const CORE = resolve("node_modules/@mantine/core")
const ENTRY = join(CORE, "esm/index.mjs")
const sources = import.meta.glob<string>("../**/*.tsx", {
  query: "?raw",
  import: "default",
  eager: true,
})

const read = (path: string) => readFileSync(path, "utf8")
const found = (text: string, what: RegExp) =>
  [...text.matchAll(what)].map((match) => match[1] ?? "")

const imported = found(read("src/ui/mantine.css"), /@import "@mantine\/core\/(.+)"/g)
const styles = imported.map((path) => read(join(CORE, path)))

/** The names that the studio imports, without types. */
function components(): string[] {
  const lists = Object.values(sources).flatMap((text) =>
    found(text, /import \{([^}]+)\} from "@mantine\/core"/g),
  )
  const names = lists.flatMap((list) => list.split(",").map((name) => name.trim()))
  return [...new Set(names)].filter((name) => /^[A-Z]/.test(name))
}

/** The files that a file of Mantine's imports, theirs too. */
function reached(path: string, known = new Set<string>()): Set<string> {
  if (known.has(path)) return known
  known.add(path)
  for (const target of found(read(path), /from "(\..+?)"/g))
    reached(resolve(dirname(path), target), known)
  return known
}

function classesOf(component: string): string[] {
  const [path = ""] = found(
    read(ENTRY),
    new RegExp(`import \\{[^}]*\\b${component}\\b[^}]*\\} from "(.+?)"`, "g"),
  )
  const files = [...reached(resolve(CORE, "esm", path))]
  const modules = files.filter((file) => file.endsWith(".module.mjs"))
  return modules.flatMap((file) => found(read(file), /": "(m_\w+)"/g))
}

const all = read(join(CORE, "styles.css"))
const isStyled = (name: string, sheets: readonly string[]) =>
  sheets.some((css) => css.includes(`.${name}`))

test.each(components())("%s has its styles", (component) => {
  const styled = classesOf(component).filter((name) => isStyled(name, [all]))
  expect(styled.filter((name) => !isStyled(name, styles))).toEqual([])
})

test("styles come in Mantine’s own order, which decides between rules of the same weight", () => {
  const places = styles.map((css) => all.indexOf(css.trim().slice(0, 200)))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})
