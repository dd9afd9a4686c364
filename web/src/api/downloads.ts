/**
 * Has the service make a file of a song before the browser fetches it, so that one sees that it is
 * being made, and reads why not. Knows routes of files. The file itself never passes through here.
 */
import { problemOf, Unreachable } from "./client"

/** Resolves when the file at an address is there to be fetched; else rejects with a sentence. */
export async function made(url: string): Promise<void> {
  const head = await ask(url, "HEAD")
  if (head.ok) return
  const told = await ask(url, "GET") // an answer to HEAD can't say why not
  if (!told.ok) throw problemOf(told.status, await told.json().catch(() => null))
  await told.body?.cancel()
}

/** Hands an address to the browser as a download, named as the service says. */
export function fetchFile(url: string) {
  const link = document.createElement("a")
  link.href = url
  link.download = ""
  link.click()
}

function ask(url: string, method: "HEAD" | "GET"): Promise<Response> {
  return fetch(new Request(new URL(url, location.origin), { method })).catch(() => {
    throw new Unreachable()
  })
}
