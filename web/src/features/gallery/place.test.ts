/** What is shown stands in the address, and nothing else of the address is lost. */
import { expect, test } from "vitest"
import { listingIn, paramsWith } from "./place"

test.each(["", "q=amber+tide&sort=longest", "favourites=1&deleted=1"])("?%s and back", (query) => {
  const listing = listingIn(new URLSearchParams(query))
  expect(paramsWith(new URLSearchParams(), listing).toString()).toBe(query)
})

test("an order that doesn't exist is the newest first", () => {
  expect(listingIn(new URLSearchParams("sort=loudest")).sort).toBe("newest")
})

test("what else stands in the address stays", () => {
  const params = new URLSearchParams("recipe=x&q=old")
  const next = paramsWith(params, { ...listingIn(params), search: "" })
  expect(next.toString()).toBe("recipe=x")
})
