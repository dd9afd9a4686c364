/** How many seconds are left until it is worth to ask again, as the service said when it refused. */
import { useEffect, useState } from "react"
import { Refusal } from "../../api/client"

const TICK_MS = 250

export function useCountdown(problem: Error | null): number {
  const wait = problem instanceof Refusal ? problem.retrySeconds : 0
  const [passed, setPassed] = useState({ problem, seconds: 0 })
  useEffect(() => {
    if (wait === 0) return
    const begun = Date.now()
    const timer = window.setInterval(() => {
      const seconds = Math.floor((Date.now() - begun) / 1000)
      setPassed({ problem, seconds })
      if (seconds >= wait) window.clearInterval(timer)
    }, TICK_MS)
    return () => window.clearInterval(timer)
  }, [problem, wait])
  return Math.max(0, wait - (passed.problem === problem ? passed.seconds : 0))
}
