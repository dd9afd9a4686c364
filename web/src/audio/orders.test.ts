import { expect, test, vi } from "vitest"
import type { Key } from "./messages"
import { createOrders } from "./orders"

const key = (pitch: number, role: Key["role"] = "lead"): Key => {
  return { role, program: 5, pitch, velocity: 100 }
}

test("nothing is ordered twice", () => {
  const orders = createOrders()
  expect(orders.place([key(60), key(60), key(62)])?.keys).toEqual([key(60), key(62)])
  expect(orders.place([key(62), key(64)])?.keys).toEqual([key(64)])
  expect(orders.place([key(60)])).toBeNull()
})

test("roles that play the same program share its samples; drums never do", () => {
  const orders = createOrders()
  orders.place([key(60, "lead")])
  expect(orders.place([key(60, "chords")])).toBeNull()
  expect(orders.place([key(60, "drums")])).not.toBeNull()
})

test("who ordered hears when it is there", async () => {
  const orders = createOrders()
  const [first, second] = [orders.place([key(60)]), orders.place([key(62)])]
  const done = vi.fn()
  first?.done.then(done)
  orders.fulfil(second?.number ?? 0)
  await second?.done
  expect(done).not.toHaveBeenCalled()
  orders.fulfil(first?.number ?? 0)
  await first?.done
  expect(done).toHaveBeenCalled()
})

test("when the decoder is lost nobody waits any longer, and all is ordered anew", async () => {
  const orders = createOrders()
  const order = orders.place([key(60)])
  orders.forget()
  await order?.done
  expect(orders.place([key(60)])).not.toBeNull()
})
