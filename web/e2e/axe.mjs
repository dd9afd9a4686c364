/** What axe finds wrong with a page, in the light and in the dark, in a line each. */
import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { DESK, PHONE } from "./browser.mjs"
import { coloursAreThere } from "./studio.mjs"

const { source } = createRequire(import.meta.url)("axe-core")
const CONTRAST = { runOnly: ["color-contrast"] }

/** Looks around, and fails with all that is wrong, not with the first of it. */
export function lookAround(page) {
  const found = []
  const note = (state, problems) => found.push(...problems.map((each) => `${state}: ${each}`))
  return {
    /** At a state of a desk's page that stays what it is when the screen becomes another. */
    async at(state) {
      await page.setViewportSize(PHONE.viewport)
      note(`${state}, on a phone`, await violations(page, ["light", "dark"]))
      await page.setViewportSize(DESK.viewport)
      note(`${state}, on a desk`, await violations(page, ["dark", "light"]))
    },
    /** At a state of this screen alone. */
    async here(state) {
      note(state, await violations(page))
    },
    done: () => assert.deepEqual(found, []),
  }
}

/** Everything in one scheme, and in the other what has to do with colours. */
async function violations(page, [first, second] = ["light", "dark"]) {
  await page.emulateMedia({ colorScheme: first })
  const all = await look(page, {})
  await page.emulateMedia({ colorScheme: second })
  const colours = await look(page, CONTRAST)
  const inScheme = (found, scheme) => found.map((words) => `${scheme}: ${words}`)
  return [...inScheme(all, first), ...inScheme(colours, second)]
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
