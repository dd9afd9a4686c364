/** What axe finds wrong with a page, in a line each. */
import { createRequire } from "node:module"
import { coloursAreThere } from "./studio.mjs"

const { source } = createRequire(import.meta.url)("axe-core")
const CONTRAST = { runOnly: ["color-contrast"] }

export async function violationsInTheLight(page) {
  await page.emulateMedia({ colorScheme: "light" })
  return look(page, {})
}

/** Everything in the light, and once more in the dark what has to do with colours. */
export async function violations(page) {
  const light = await violationsInTheLight(page)
  await page.emulateMedia({ colorScheme: "dark" })
  return [...light, ...(await look(page, CONTRAST)).map((words) => `in the dark: ${words}`)]
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
