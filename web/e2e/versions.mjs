/** The built page as a folder of a test's own, in which one version takes another's place, as by a deploy. */
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

const BUILT = process.env.LSTMELODY_WEB ?? "dist"
const TEXT = /\.(html|js|css)$/
/** What Vite puts behind a file's name: it is another for another content. */
const HASH = /-([\w-]{8})\./

/** A folder with nothing in it yet. */
export async function ownPage() {
  const folder = await mkdtemp(join(tmpdir(), "lstmelody-page-"))
  return {
    folder,
    /** The same page, all of whose assets have other names: each has the version in it. */
    async deploy(version) {
      for (const name of await readdir(folder))
        await rm(join(folder, name), { recursive: true, force: true })
      await cp(BUILT, folder, { recursive: true })
      await renameAssets(folder, version)
    },
    /** As a deploy that is half done, or one that failed. */
    async lose(pattern) {
      const assets = join(folder, "assets")
      for (const name of await readdir(assets)) if (pattern.test(name)) await rm(join(assets, name))
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function renameAssets(folder, version) {
  const assets = join(folder, "assets")
  const names = await readdir(assets)
  const renamed = new Map(names.map((name) => [name, name.replace(HASH, `-$1${version}.`)]))
  const files = [join(folder, "index.html"), ...names.map((name) => join(assets, name))]
  for (const file of files) {
    if (!TEXT.test(file)) continue
    let text = await readFile(file, "utf8")
    for (const [before, after] of renamed) text = text.replaceAll(before, after)
    await writeFile(file, text)
  }
  for (const [before, after] of renamed) await rename(join(assets, before), join(assets, after))
}
