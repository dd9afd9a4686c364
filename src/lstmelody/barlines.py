"""Where a file has its bars: pieces under one meter, which of them are read, and their steps.

Knows ticks, steps and what a time signature means; reads plain arrays. Does not know MIDI files,
nor where notes lie beside the grid.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import METERS, STEPS_PER_BEAT, Meter

Floats = NDArray[np.float64]
Steps = NDArray[np.int64]
Flags = NDArray[np.bool_]

JOINED_BARS = 2
"""Stretches of one meter are joined over less than so many bars of another, which are dropped."""


class Piece(NamedTuple):
    """A stretch of a file under one meter."""

    start_tick: int
    stop_tick: int
    meter: Meter


def known(beats: int, unit: int) -> Meter:
    """The meter as one we know, where a bar of it is whole bars of ours or half of one."""
    meter = Meter(beats, unit)
    if meter in METERS or not (beats > 0 and unit > 0):
        return meter
    if beats & (beats - 1) == 0:  # 2/2, 8/8, 16/16, 8/4: as many files as tell 5/4 or 7/8
        whole = {48: METERS[0], 24: Meter(2, 4)}
        return whole.get(min(meter.bar_steps, 48), meter)
    return {(6, 4): Meter(3, 4), (3, 2): Meter(3, 4), (3, 8): Meter(6, 8)}.get(meter, meter)


def pieces(told: Iterable[tuple[int, int, int]], end_tick: int) -> list[Piece]:
    """The file cut where its meter changes. `told` are time signatures: tick, beats and unit.

    Before the first of them a file is in 4/4.
    """
    changes: list[tuple[int, Meter]] = [(0, METERS[0])]
    for tick, beats, unit in sorted(told, key=lambda each: each[0]):
        meter = known(beats, unit)
        if tick <= changes[-1][0]:
            changes[-1] = (changes[-1][0], meter)
        elif meter != changes[-1][1]:
            changes.append((tick, meter))
    stops = [start for start, _ in changes[1:]] + [end_tick]
    return [
        Piece(start, min(stop, end_tick), meter)
        for (start, meter), stop in zip(changes, stops, strict=True)
    ]


def longest_run(cut: Iterable[Piece], ticks_per_beat: float) -> list[Piece]:
    """The pieces of one known meter that together are longest; none where there is none."""
    runs: list[list[Piece]] = []
    latest: dict[Meter, list[Piece]] = {}
    for piece in cut:
        if piece.meter not in METERS or piece.stop_tick <= piece.start_tick:
            continue
        run, gap = latest.get(piece.meter), JOINED_BARS * bar_ticks(piece.meter, ticks_per_beat)
        if run is None or piece.start_tick - run[-1].stop_tick >= gap:
            run = latest[piece.meter] = []
            runs.append(run)
        run.append(piece)
    return max(runs, key=lambda run: sum(p.stop_tick - p.start_tick for p in run), default=[])


def bar_ticks(meter: Meter, ticks_per_beat: float) -> float:
    return meter.bar_steps * ticks_per_beat / STEPS_PER_BEAT


class LaidOut(NamedTuple):
    """Ticks in steps, once the pieces of a run stand one after another."""

    steps: Floats
    inside: Flags
    """Which ticks are in the run at all."""
    last: int
    """The run's last step."""
    pickup_steps: int
    """How much stands at the end of a bar that was put before the first."""


def laid_out(tick: Steps, run: list[Piece], ticks_per_beat: float) -> LaidOut:
    """Where ticks lie in a run.

    A pick-up is what sounds before a run that begins within the file's first bar. Of a piece
    between others only whole bars are kept. Half a step early still belongs to a piece.
    """
    early = ticks_per_beat / STEPS_PER_BEAT / 2
    bar, first = bar_ticks(run[0].meter, ticks_per_beat), run[0].start_tick
    lead = first if 0 < first <= bar and bool((tick < first - early).any()) else 0
    starts, before, length = _side_by_side(run, ticks_per_beat, pickup=lead > 0)
    stops = np.array([piece.stop_tick for piece in run], dtype=np.float64)
    stops[:-1] = (starts + length)[:-1] - early
    many = len(run) > 1
    at = np.maximum(0, np.searchsorted(starts - early, tick, "right") - 1) if many else 0
    inside = (tick >= starts[at] - early) & (tick < stops[at])
    per_tick = STEPS_PER_BEAT / ticks_per_beat
    steps = tick - (starts - before)[at]
    steps *= per_tick
    last = int(np.ceil(length.sum() * per_tick)) - 1
    return LaidOut(steps, inside, last, round(lead * per_tick))


def ticks_of(steps: Floats, run: list[Piece], ticks_per_beat: float, *, pickup: bool) -> Floats:
    """Where the steps of a run lie in its file: `laid_out`, undone.

    With a `pickup` the first bar is the one that was put before the run; it may begin before the
    file does, at ticks below 0.
    """
    starts, before, _ = _side_by_side(run, ticks_per_beat, pickup=pickup)
    tick = steps * (ticks_per_beat / STEPS_PER_BEAT)
    at = np.maximum(0, np.searchsorted(before, tick + 1e-6, "right") - 1)  # step x ticks, rounded
    return tick + (starts - before)[at]


def _side_by_side(
    run: list[Piece], ticks_per_beat: float, *, pickup: bool
) -> tuple[Floats, Floats, Floats]:
    """Of each piece its first tick, the ticks of all before it, and its own, in whole bars."""
    bar = bar_ticks(run[0].meter, ticks_per_beat)
    starts = np.array([piece.start_tick for piece in run], dtype=np.float64)
    starts[0] -= bar if pickup else 0
    length = np.array([piece.stop_tick for piece in run], dtype=np.float64) - starts
    length[:-1] = np.floor(length[:-1] / bar + 0.02) * bar  # a few ticks short are a bar
    return starts, np.cumsum(length) - length, length
