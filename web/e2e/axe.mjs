/**
 * What axe finds wrong with a page, in a line each. It looks at a phone in the light and at a desk in the dark;
 * with AXE_SWAPPED, the other way round.
 */
import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { DESK, PHONE } from "./browser.mjs"
import { coloursAreThere } from "./studio.mjs"

const { source } = createRequire(import.meta.url)("axe-core")
const [ON_A_PHONE, ON_A_DESK] = process.env.AXE_SWAPPED ? ["dark", "light"] : ["light", "dark"]

/** Looks around, and fails with all that is wrong, not with the first of it. */
export function lookAround(page) {
  const found = []
  /** At a state of this screen alone. */
  async function here(state) {
    const isPhone = page.viewportSize().width === PHONE.viewport.width
    const colorScheme = isPhone ? ON_A_PHONE : ON_A_DESK
    await page.emulateMedia({ colorScheme })
    const where = `${state}, on a ${isPhone ? "phone" : "desk"}, ${colorScheme}`
    found.push(...(await violations(page)).map((each) => `${where}: ${each}`))
  }
  return {
    here,
    /** At a state of a desk's page that stays what it is when the screen becomes another. */
    async at(state) {
      await page.setViewportSize(PHONE.viewport)
      await here(state)
      await page.setViewportSize(DESK.viewport)
      await here(state)
    },
    done: () => assert.deepEqual(found, []),
  }
}

async function violations(page) {
  await coloursAreThere(page)
  // by the debugger, which the page's content security policy has no say in
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source)
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }))
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all, none }) => {
      const [why] = [...any, ...all, ...none]
      return `${id}: ${html.slice(0, 160)} ${why?.message ?? ""}`
    }),
  )
}
