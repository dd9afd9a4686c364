/** What axe finds wrong with a page, in the light and in the dark, in a line each. */
import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { coloursAreThere } from "./studio.mjs"

const { source } = createRequire(import.meta.url)("axe-core")
const CONTRAST = { runOnly: ["color-contrast"] }

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

/** Looks around, and fails with all that is wrong, not with the first of it. */
export function lookAround(page) {
  const found = []
  const note = (state, problems) => found.push(...problems.map((each) => `${state}: ${each}`))
  return {
    /** At a state that stays what it is when the screen becomes another. */
    async at(state) {
      const own = page.viewportSize()
      for (const size of [PHONE, DESK]) {
        await page.setViewportSize(size)
        note(`${state}, ${size.width} wide`, await violations(page))
      }
      await page.setViewportSize(own)
    },
    /** At a state of this screen alone. */
    async here(state) {
      note(state, await violations(page))
    },
    done: () => assert.deepEqual(found, []),
  }
}

/** Everything in the light, and once more in the dark what has to do with colours. */
async function violations(page) {
  await page.emulateMedia({ colorScheme: "light" })
  const light = await look(page, {})
  await page.emulateMedia({ colorScheme: "dark" })
  const dark = await look(page, CONTRAST)
  return [...light, ...dark.map((words) => `in the dark: ${words}`)]
}

async function look(page, options) {
  await coloursAreThere(page)
  // by the debugger, which the page's content security policy has no say in
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source)
  const found = await page.evaluate(
    (options) => window.axe.run(document, { resultTypes: ["violations"], ...options }),
    options,
  )
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all, none }) => {
      const [why] = [...any, ...all, ...none]
      return `${id}: ${html.slice(0, 160)} ${why?.message ?? ""}`
    }),
  )
}
