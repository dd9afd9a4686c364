import { expect, test, vi } from "vitest"
import type { Key } from "./messages"
import { createOrders } from "./orders"

const key = (pitch: number, role: Key["role"] = "lead"): Key => {
  return { role, program: 5, pitch, velocity: 100 }
}

async function isDone({ done }: { done: Promise<unknown> }): Promise<boolean> {
  const heard = vi.fn()
  done.then(heard)
  await Promise.resolve().then(() => Promise.resolve())
  await new Promise((later) => setTimeout(later))
  return heard.mock.calls.length > 0
}

test("nothing is ordered twice", () => {
  const orders = createOrders()
  expect(orders.place([key(60), key(60), key(62)]).keys).toEqual([key(60), key(62)])
  expect(orders.place([key(62), key(64)]).keys).toEqual([key(64)])
  expect(orders.place([key(60)]).keys).toEqual([])
})

test("roles that play the same program share its samples; drums never do", () => {
  const orders = createOrders()
  orders.place([key(60, "lead")])
  expect(orders.place([key(60, "chords")]).keys).toEqual([])
  expect(orders.place([key(60, "drums")]).keys).toEqual([key(60, "drums")])
})

test("who ordered hears when it is there", async () => {
  const orders = createOrders()
  const [first, second] = [orders.place([key(60)]), orders.place([key(62)])]
  orders.fulfil(second.number)
  expect([await isDone(first), await isDone(second)]).toEqual([false, true])
  orders.fulfil(first.number)
  expect(await isDone(first)).toBe(true)
})

test("what another ordered, and is not there yet, is waited for", async () => {
  const orders = createOrders()
  const other = orders.place([key(60)])
  const mine = orders.place([key(60)])
  expect(await isDone(mine)).toBe(false)
  orders.fulfil(other.number)
  expect(await isDone(mine)).toBe(true)
  expect(await isDone(orders.place([key(60)]))).toBe(true)
})

test("when the decoder is lost who waits is told, and all is ordered anew", async () => {
  const orders = createOrders()
  const { done } = orders.place([key(60)])
  orders.fail(new Error("Lost."))
  await expect(done).rejects.toThrow("Lost.")
  expect(orders.place([key(60)]).keys).toEqual([key(60)])
})
