import { afterEach, expect, test, vi } from "vitest"
import { copyText } from "./copyText"

afterEach(() => vi.unstubAllGlobals())

test("text is copied by the browser's clipboard", async () => {
  const writeText = vi.fn(() => Promise.resolve())
  vi.stubGlobal("navigator", { clipboard: { writeText } })
  expect(await copyText("a link")).toBe(true)
  expect(writeText).toHaveBeenCalledWith("a link")
})

test("where there is no clipboard, as over plain http, it is selected and copied", async () => {
  vi.stubGlobal("navigator", {})
  let selected: string | undefined
  document.execCommand = () => {
    selected = document.querySelector("textarea")?.value
    return true
  }
  expect(await copyText("a link")).toBe(true)
  expect(selected).toBe("a link")
  expect(document.querySelector("textarea")).toBeNull()
})
