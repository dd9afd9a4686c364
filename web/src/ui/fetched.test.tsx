/** Components that come when they are needed. */
import { MantineProvider } from "@mantine/core"
import { render, screen, waitFor } from "@testing-library/react"
import { expect, test } from "vitest"
import { fetchAll, fetched } from "./fetched"

const show = (Part: ReturnType<typeof fetched<object>>) =>
  render(
    <MantineProvider>
      <Part />
    </MantineProvider>,
  )

function counted(fetching: () => Promise<() => string>) {
  let times = 0
  const load = () => {
    times++
    return fetching()
  }
  return { Part: fetched(load), times: () => times }
}

test("it is asked for when it is shown, once, and stands there when it has come", async () => {
  const { Part, times } = counted(async () => () => "Here it is.")
  expect(times()).toBe(0)
  show(Part)
  expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy()
  await screen.findByText("Here it is.")
  show(Part)
  expect(screen.getAllByText("Here it is.")).toHaveLength(2)
  expect(times()).toBe(1)
})

test("fetched before, it is there at once", async () => {
  const { Part, times } = counted(async () => () => "Here it is.")
  await fetchAll()
  expect(times()).toBe(1)
  show(Part)
  expect(screen.getByText("Here it is.")).toBeTruthy()
})

test("one that can't be had says so, and keeps none of the others away", async () => {
  const lost = counted(() => Promise.reject(new Error("gone")))
  const { Part } = counted(async () => () => "Here it is.")
  await fetchAll()
  show(lost.Part)
  await waitFor(() =>
    expect(screen.getByRole("alert").textContent).toContain("could not be fetched"),
  )
  expect(lost.times()).toBe(1)
  show(Part)
  expect(screen.getByText("Here it is.")).toBeTruthy()
})
