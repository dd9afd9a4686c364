/**
 * Tests as visits: each in a fresh page of one shared browser, and each without a complaint.
 * E2E_URL names the running service; CHROMIUM the browser, where it isn't /usr/bin/chromium.
 * `npm run e2e -- --test-name-pattern=phone` runs some of them.
 */
import assert from "node:assert/strict"
import { mkdir } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { DESK, launch, openPage } from "./browser.mjs"
import { BASE } from "./service.mjs"

const TEST_MS = 120_000
/** Where one sees what a test saw when it failed. */
const PICTURES = process.env.E2E_PICTURES ?? join(tmpdir(), "lstmelody-e2e")

let shared = null
after(async () => (await shared)?.close())

/**
 * A test: `story` is told the page, at `place` of the studio. A complaint that one of `forgives` matches is
 * what the story is about.
 */
export function visit(name, { at = "/", base = () => BASE, screen = DESK, forgives = [] }, story) {
  test(name, { timeout: TEST_MS }, async () => {
    shared ??= launch()
    const url = new URL(typeof at === "string" ? at : await at(), await base()).href
    const { page, complaints, leave } = await openPage(await shared, url, screen)
    try {
      await story(page, { complaints })
      const serious = complaints.filter((each) => !forgives.some((known) => known.test(each)))
      assert.deepEqual(serious, [])
    } catch (problem) {
      await photograph(page, name)
      if (complaints.length > 0) console.error(`“${name}” complained: ${complaints.join("\n")}`)
      throw problem
    } finally {
      await leave()
    }
  })
}

async function photograph(page, name) {
  await mkdir(PICTURES, { recursive: true })
  const path = join(PICTURES, `${name.replace(/\W+/g, "-")}.png`)
  await page.screenshot({ path }).then(
    () => console.error(`What it looked like: ${path}`),
    () => {}, // a page that is gone is not to be seen
  )
}
