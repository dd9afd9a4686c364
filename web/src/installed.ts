/** The service worker, which lets the studio open while the service is away. */

export function keepAtHand() {
  if (import.meta.env.PROD && "serviceWorker" in navigator)
    navigator.serviceWorker.register("/sw.js").catch(() => {}) // a browser may forbid it: then without
}
