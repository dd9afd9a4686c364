import { act, render, screen } from "@testing-library/react"
import { expect, test } from "vitest"
import { growingFeed } from "../audio/rehearsal"
import { beats, scoreOf } from "../music/rehearsal"
import { useScore, useScoreOf } from "./feeds"

test("who shows one thing about a score is drawn again only when that is another", () => {
  const feed = growingFeed()
  const drawn = { all: 0, meter: 0 }
  const All = () => {
    drawn.all++
    return <p>{`${useScore(feed)?.bars ?? 0} bars`}</p>
  }
  const Meter = () => {
    drawn.meter++
    return <p>{useScoreOf(feed, (score) => score?.meter ?? "no meter")}</p>
  }
  render(
    <>
      <All />
      <Meter />
    </>,
  )
  expect(screen.getByText("no meter")).toBeTruthy()
  for (const bars of [1, 2, 3]) act(() => feed.grow(scoreOf(beats(bars), { bars })))
  expect(screen.getByText("3 bars")).toBeTruthy()
  expect(screen.getByText("4/4")).toBeTruthy()
  expect(drawn).toEqual({ all: 4, meter: 2 })
})
