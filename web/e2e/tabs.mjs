/**
 * Tabs of one window, of which only the one in front is seen. Playwright has every page believe that it is; so
 * these are none of its pages, but driven by the debugger alone.
 */
import { until } from "./patience.mjs"

export async function openTab(browser) {
  const all = await browser.newBrowserCDPSession()
  const { targetId } = await all.send("Target.createTarget", { url: "about:blank" })
  const { sessionId } = await all.send("Target.attachToTarget", { targetId, flatten: false })
  const answers = new Map()
  let last = 0
  all.on("Target.receivedMessageFromTarget", (event) => {
    if (event.sessionId !== sessionId) return
    const { id, result, error } = JSON.parse(event.message)
    answers.get(id)?.(error ? { problem: error.message } : { result })
    answers.delete(id)
  })

  async function send(method, params = {}) {
    const id = ++last
    const answer = new Promise((resolve) => answers.set(id, resolve))
    const message = JSON.stringify({ id, method, params })
    await all.send("Target.sendMessageToTarget", { sessionId, message })
    const { result, problem } = await answer
    if (problem) throw new Error(`${method}: ${problem}`)
    return result
  }

  /** What an expression comes to in the page, as if somebody had just clicked there. */
  async function evaluate(expression) {
    const asked = { expression, awaitPromise: true, returnByValue: true, userGesture: true }
    const { result, exceptionDetails } = await send("Runtime.evaluate", asked)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description)
    return result.value
  }

  return {
    evaluate,
    toTheFront: () => all.send("Target.activateTarget", { targetId }),
    /** Opens an address, where `prepared` runs before anything of the page's own. */
    async open(url, prepared) {
      await send("Page.enable")
      await send("Page.setBypassCSP", { enabled: true })
      await send("Page.addScriptToEvaluateOnNewDocument", { source: `(${prepared})()` })
      await send("Page.navigate", { url })
    },
    until: (expression) =>
      until(() => evaluate(expression).catch(() => false), `in the tab ${expression}`),
  }
}
