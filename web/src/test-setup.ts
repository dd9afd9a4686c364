/** What jsdom lacks and Mantine looks for. */
import { cleanup, configure } from "@testing-library/react"
import { afterEach, expect, vi } from "vitest"

window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
  }) as unknown as MediaQueryList

class Nothing {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver = Nothing as unknown as typeof ResizeObserver
window.IntersectionObserver = Nothing as unknown as typeof IntersectionObserver
window.HTMLElement.prototype.scrollIntoView = () => {}

configure({
  asyncUtilTimeout: 5_000,
  getElementError: (message) => new Error(message ?? "not found"),
})

const complaints = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")]

afterEach(() => {
  cleanup()
  for (const complaint of complaints) {
    expect(complaint.mock.calls).toEqual([]) // a warning is an error
    complaint.mockClear()
  }
})
