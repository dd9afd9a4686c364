import { expect, test } from "vitest"
import { firstFrom, NO_NOTES, type NoteRow, withNotes } from "./score"

const rows = (count: number, from = 0): NoteRow[] =>
  Array.from({ length: count }, (_, at) => [from + at, at % 4, 60, 1, 100])

test("notes are added after those that are there, however many", () => {
  let notes = NO_NOTES
  for (let at = 0; at < 30_000; at += 300) notes = withNotes(notes, rows(300, at))
  expect(notes.count).toBe(30_000)
  expect([0, 1023, 1024, 29_999].map((at) => notes.onset[at])).toEqual([0, 1023, 1024, 29_999])
})

test("a shorter list still reads as it did when more was added", () => {
  const few = withNotes(NO_NOTES, rows(3))
  const more = withNotes(few, rows(3, 3))
  expect([few.count, more.count, few.onset[2], more.onset[5]]).toEqual([3, 6, 2, 5])
})

test("the first note from a step on is found", () => {
  const notes = withNotes(NO_NOTES, [
    [0, 0, 60, 1, 1],
    [4, 0, 60, 1, 1],
    [4, 1, 60, 1, 1],
    [9, 0, 60, 1, 1],
  ])
  expect([-1, 0, 1, 4, 5, 10].map((step) => firstFrom(notes, step))).toEqual([0, 0, 1, 1, 3, 4])
})
