/** Waiting for something to become true, but not for ever. */
import assert from "node:assert/strict"

const PATIENCE_MS = 30_000
const LOOK_AGAIN_MS = 100

/** What `look` found as soon as it is something; fails, in words, if it never is. */
export async function until(look, what, patienceMs = PATIENCE_MS) {
  for (const end = Date.now() + patienceMs; Date.now() < end; ) {
    const found = await look()
    if (found) return found
    await new Promise((wake) => setTimeout(wake, LOOK_AGAIN_MS))
  }
  assert.fail(`Waited in vain until ${what}.`)
}
