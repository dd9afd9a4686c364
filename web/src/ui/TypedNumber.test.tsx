/** Numbers as people type them. */
import { render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { useState } from "react"
import { beforeEach, expect, test } from "vitest"
import { TypedNumber } from "./TypedNumber"

const told: number[] = []
beforeEach(() => {
  told.length = 0
})

function Bars({ step = 1, max = 512 }: { step?: number; max?: number }) {
  const [value, setValue] = useState(64)
  const change = (next: number) => {
    told.push(next)
    setValue(next)
  }
  return (
    <TypedNumber {...{ max, step, value }} label="Bars" min={4} suffix=" bars" onChange={change} />
  )
}

const field = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Bars" })

test("what is typed takes the place of what stood there, and is told while it is in range", async () => {
  render(<Bars />)
  await userEvent.click(field())
  await userEvent.keyboard("128")
  expect(field().value).toBe("128")
  expect(told).toEqual([12, 128])
  await userEvent.tab()
  expect(field().value).toBe("128 bars")
})

test("out of range it waits, and comes to the nearest that may be when the field is left", async () => {
  render(<Bars />)
  await userEvent.click(field())
  await userEvent.keyboard("9999")
  expect(told).toEqual([9, 99])
  await userEvent.keyboard("{Enter}")
  expect(told.at(-1)).toBe(512)
  expect(field().value).toBe("512 bars")
})

test("what is no number is forgotten when the field is left", async () => {
  render(<Bars />)
  await userEvent.click(field())
  await userEvent.keyboard("many")
  await userEvent.tab()
  expect(told).toEqual([])
  expect(field().value).toBe("64 bars")
})

test.each(["2,55", "2.55"])("a decimal is %s, and as exact as a step", async (text) => {
  render(<Bars step={0.1} max={80} />)
  await userEvent.click(field())
  await userEvent.keyboard(`7${text}`)
  expect(told.at(-1)).toBe(72.5)
})

test("arrow keys go a step up and down, and no farther than may be", async () => {
  render(<Bars max={65} />)
  await userEvent.click(field())
  await userEvent.keyboard("{ArrowUp}{ArrowUp}{ArrowDown}")
  expect(told).toEqual([65, 64])
  expect(field().value).toBe("64 bars")
})
