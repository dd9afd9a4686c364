import { expect, test, vi } from "vitest"
import { shownLevel } from "./desk"
import { createMixer, gainsOf } from "./mixer"

test("untouched, every role is as loud as it was composed", () => {
  expect(gainsOf(createMixer().get())).toEqual({ drums: 1, bass: 1, chords: 1, lead: 1 })
})

test("a muted role is silent, and a solo silences those without one", () => {
  const mixer = createMixer()
  mixer.set("bass", { muted: true })
  expect(gainsOf(mixer.get())).toEqual({ drums: 1, bass: 0, chords: 1, lead: 1 })
  mixer.set("bass", { solo: true })
  mixer.set("lead", { solo: true })
  expect(gainsOf(mixer.get())).toEqual({ drums: 0, bass: 0, chords: 0, lead: 1 })
})

test("half the level is a quarter of the amplitude, and none is louder than the loudest", () => {
  const mixer = createMixer()
  mixer.set("drums", { level: 0.5 })
  mixer.set("bass", { level: 9 })
  expect(gainsOf(mixer.get())).toMatchObject({ drums: 0.25, bass: 2.25 })
})

test("who listens hears of each change, and reset undoes them all", () => {
  const mixer = createMixer()
  const untouched = mixer.get()
  const listen = vi.fn()
  mixer.subscribe(listen)
  mixer.set("drums", { muted: true })
  mixer.reset()
  expect(listen).toHaveBeenCalledTimes(2)
  expect(mixer.get()).toEqual(untouched)
})

test("a meter shows nothing for silence, everything for full scale, and decibels between", () => {
  const constant = (sample: number) => shownLevel(new Float32Array(64).fill(sample))
  expect([0, 1e-4, 1, 2].map(constant)).toEqual([0, 0, 1, 1])
  expect(constant(10 ** (-24 / 20))).toBeCloseTo(0.5)
})
