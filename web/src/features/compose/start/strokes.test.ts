import { expect, test } from "vitest"
import { scoreOf } from "../../../music/rehearsal"
import type { NoteRow } from "../../../music/score"
import { PICTURE_HEIGHT, PICTURE_WIDTH, picturePaths } from "./strokes"

const score = (rows: readonly NoteRow[]) => scoreOf(rows, { bars: 2, barsTotal: 2 })

test("a note is a stroke at its place in its role's path", () => {
  const paths = picturePaths(
    score([
      [0, 1, 40, 48, 80],
      [48, 3, 80, 48, 80],
    ]),
  )
  expect(paths.bass).toBe("M0 45h198.5")
  expect(paths.lead).toBe(`M${PICTURE_WIDTH / 2} 5h198.5`)
  expect(paths.drums + paths.chords).toBe("")
})

test("drums lie below all pitches", () => {
  const { drums, bass } = picturePaths(
    score([
      [0, 0, 59, 3, 80],
      [0, 1, 30, 48, 80],
    ]),
  )
  const height = (path: string) => Number(/M\S+ (\S+)h/.exec(path)?.[1])
  expect(height(drums)).toBeGreaterThan(height(bass))
  expect(height(drums)).toBeLessThan(PICTURE_HEIGHT)
})
