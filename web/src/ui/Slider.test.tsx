import { fireEvent, render, screen } from "@testing-library/react"
import { useState } from "react"
import { expect, test, vi } from "vitest"
import { Slider } from "./Slider"

function Swing({ onChangeEnd }: { onChangeEnd: (value: number) => void }) {
  const [value, onChange] = useState(3)
  const words = `${value} of 10`
  return (
    <Slider label="Swing" min={0} max={10} step={1} {...{ value, words, onChange, onChangeEnd }} />
  )
}

test("a slider follows each move, and tells once where it was let go of", () => {
  const ended = vi.fn()
  render(<Swing onChangeEnd={ended} />)
  const slider = screen.getByRole("slider", { name: "Swing" })
  fireEvent.keyUp(slider, { key: "Tab" }) // it was only passed
  fireEvent.change(slider, { target: { value: 4 } })
  fireEvent.change(slider, { target: { value: 5 } })
  expect(slider.getAttribute("aria-valuetext")).toBe("5 of 10")
  expect(ended).not.toHaveBeenCalled()
  fireEvent.pointerUp(slider)
  fireEvent.blur(slider)
  expect(ended.mock.calls).toEqual([[5]])
})
