/** The service worker, which lets the studio open while the service is away. */

/** Once the page stands: it fetches all of the studio, which is not to keep the page waiting. */
export function keepAtHand() {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch(() => {}) // a browser may forbid it: then without
  })
}
