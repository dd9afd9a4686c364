import { render } from "@testing-library/react"
import { expect, test } from "vitest"
import { Thumbnail } from "./Thumbnail"

const FULL = btoa(String.fromCharCode(...new Uint8Array(768).fill(255)))

test("a song is drawn in the colours of its roles, the drums in front", () => {
  const { container } = render(<Thumbnail preview={FULL} />)
  const strokes = [...container.querySelectorAll("path")].map((path) => path.getAttribute("stroke"))
  expect(strokes).toEqual(["var(--bass)", "var(--chords)", "var(--lead)", "var(--drums)"])
})

test("what was played is bright as far as it goes", () => {
  const { container } = render(<Thumbnail preview={FULL} progress={0.25} />)
  const picture = container.firstElementChild as HTMLElement
  expect(picture.style.getPropertyValue("--played")).toBe("25%")
})

test.each([null, "", "broken"])("without a preview, its place stays empty: %j", (preview) => {
  const { container } = render(<Thumbnail preview={preview} />)
  expect(container.querySelectorAll("path")).toHaveLength(0)
})
