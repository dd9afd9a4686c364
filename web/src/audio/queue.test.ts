import { expect, test } from "vitest"
import type { Due } from "../music/scheduling"
import { createQueue } from "./queue"

function heardQueue() {
  const heard: string[] = []
  const queue = createQueue(
    ({ pitch }) => heard.push(`on ${pitch}`),
    ({ pitch }) => heard.push(`off ${pitch}`),
  )
  return { queue, heard }
}

const note = (pitch: number, at: number, until: number): Due => {
  return { at, until, pitch, role: "lead", velocity: 100 }
}

test("notes begin and end at their moments, in whichever order they came", () => {
  const { queue, heard } = heardQueue()
  queue.add([note(61, 2, 3), note(60, 1, 2.5)])
  const told = [1, 1.5, 2.2, 2.7, 9].map((moment) => {
    queue.advance(moment)
    return heard.splice(0)
  })
  expect(told).toEqual([[], ["on 60"], ["on 61"], ["off 60"], ["off 61"]])
})

test("a note that is struck again ends before it begins", () => {
  const { queue, heard } = heardQueue()
  queue.add([note(60, 1, 2), note(60, 2, 3)])
  queue.advance(1.5)
  queue.advance(2.5)
  expect(heard).toEqual(["on 60", "off 60", "on 60"])
})

test("a note that is struck again while it sounds ends there, and the other sounds as long as it should", () => {
  const { queue, heard } = heardQueue()
  queue.add([note(60, 1, 3), note(60, 2, 4), note(61, 2, 4)])
  const told = [1.5, 2.5, 3.5, 4.5].map((moment) => {
    queue.advance(moment)
    return heard.splice(0)
  })
  expect(told).toEqual([["on 60"], ["off 60", "on 60", "on 61"], [], ["off 60", "off 61"]])
})

test("what is forgotten never begins, and what sounds still ends", () => {
  const { queue, heard } = heardQueue()
  queue.add([note(60, 1, 3), note(61, 2, 3), note(62, 4, 5)])
  queue.advance(1.5)
  queue.forget(2)
  queue.add([note(63, 2, 3)])
  queue.advance(9)
  queue.advance(9.1)
  expect(heard).toEqual(["on 60", "off 60", "on 63", "off 63"])
})

test("after it is cleared nothing is left to begin or to end", () => {
  const { queue, heard } = heardQueue()
  queue.add([note(60, 1, 3), note(61, 2, 3)])
  queue.advance(1.5)
  queue.clear()
  queue.advance(9)
  expect(heard).toEqual(["on 60"])
})
