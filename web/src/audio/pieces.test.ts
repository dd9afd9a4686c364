import { afterEach, expect, test, vi } from "vitest"
import { patient, piecesOf, Unreachable } from "./pieces"

const SOUNDFONT = "http://studio.example/api/soundfont?v=a-1"

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** What the service answers, one after the other; where there is nothing it is away. */
function service(...answers: (Response | null)[]) {
  const asked: string[] = []
  vi.stubGlobal("fetch", async (address: URL) => {
    asked.push(address.href)
    const answer = answers.shift()
    if (!answer) throw new TypeError("Failed to fetch")
    return answer
  })
  return asked
}

const bytes = (...values: number[]) => new Response(new Uint8Array(values))
const refusal = (status: number, detail: string) => Response.json({ detail }, { status })

test("a piece is asked for by its first byte and its last", async () => {
  const asked = service(bytes(1, 2))
  expect([...new Uint8Array(await piecesOf(SOUNDFONT)(100, 102))]).toEqual([1, 2])
  expect(asked).toEqual(["http://studio.example/api/soundfont/100-101?v=a-1"])
})

test("what the service refuses is told in its words", async () => {
  service(refusal(422, "Reload the page."))
  await expect(patient(piecesOf(SOUNDFONT))(0, 1)).rejects.toThrow("Reload the page.")
})

test.each([
  ["is away", null],
  ["is about to start", refusal(502, "")],
])("where the service %s, who is patient gets it later", async (_, nothing) => {
  vi.useFakeTimers()
  const asked = service(nothing, bytes(7))
  const piece = patient(piecesOf(SOUNDFONT))(0, 1)
  await vi.advanceTimersByTimeAsync(500)
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect([...new Uint8Array(await piece)]).toEqual([7])
})

test("and who isn't is told what to do", async () => {
  service(null)
  const asked = piecesOf(SOUNDFONT)(0, 1)
  await expect(asked).rejects.toThrow("see that the service runs")
  await expect(asked).rejects.toBeInstanceOf(Unreachable)
})
