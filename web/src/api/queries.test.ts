/** How often something is asked for. */
import { QueryObserver } from "@tanstack/react-query"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { NotFound, Refusal, Unreachable } from "./client"
import { createQueries } from "./queries"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each([
  ["what isn't there", new NotFound("There is no such song."), 1],
  ["what was refused", new Refusal("Too many ask."), 2],
  ["a service that is away", new Unreachable(), 2],
])("%s is asked for so often", async (_, problem, times) => {
  const ask = vi.fn(() => Promise.reject(problem))
  const seen = new QueryObserver(createQueries(), { queryKey: ["song"], queryFn: ask })
  const leave = seen.subscribe(() => {})
  await vi.advanceTimersByTimeAsync(2_000)
  leave()
  expect(ask).toHaveBeenCalledTimes(times)
})
