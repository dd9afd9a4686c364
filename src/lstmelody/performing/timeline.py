"""What playing goes by: events and notes as columns of ticks, and the bars they stand in.

Knows ticks, meters and tempos. Does not know files or songs, swing or hands.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import METERS, STEPS_PER_BEAT, Meter, Role, beat_steps

TEMPO_US = 500_000
"""Of a beat, where nothing tells one."""
UNNAMED = len(Role)
"""Who plays neither of the roles is `UNNAMED` and the channel."""
PLAYERS, PITCHES = UNNAMED + 16, 128

Ints64 = NDArray[np.int64]
Floats = NDArray[np.float64]


class Events(NamedTuple):
    """All that happens, and by what time is told meanwhile."""

    track: Ints64
    tick: Ints64
    ticks_per_beat: int
    meters: list[tuple[int, Meter]]
    """From which tick on, in their order; 4/4 before the first."""
    tempos: list[tuple[int, int]]
    """From which tick on so many microseconds a beat, in their order."""


class Notes(NamedTuple):
    """The notes among the events."""

    start: Ints64
    """Which event begins it; the two below are numbers of events, too."""
    stop: Ints64
    """Which ends it; where none does, the one that begins it."""
    sound: Ints64
    """Which changed its track's instrument last before it, or its track's first event."""
    channel: Ints64
    player: Ints64
    """A role, or from `UNNAMED` on somebody else."""
    pitch: Ints64
    velocity: Ints64


class Bars(NamedTuple):
    """Where in its bar each of some ticks stands, in grid steps."""

    unit: Ints64
    """Of its meter."""
    step: Ints64
    """Since its meter began."""
    bar_steps: Ints64
    beat_steps: Ints64
    line_tick: Floats
    """Where its bar begins."""
    next_line_tick: Floats


def bars_at(events: Events, tick: Ints64) -> Bars:
    changes = [(0, METERS[0]), *events.meters]
    table = np.array(
        [(at, meter.unit, max(1, meter.bar_steps), beat_steps(meter)) for at, meter in changes]
    ).T
    start, unit, bar_steps, beat = table[:, np.searchsorted(table[0], tick, side="right") - 1]
    step_ticks = events.ticks_per_beat / STEPS_PER_BEAT
    step = np.rint((tick - start) / step_ticks).astype(np.int64)
    line = tick - step % bar_steps * step_ticks
    return Bars(unit, step, bar_steps, beat, line, line + bar_steps * step_ticks)


def ticks_per_ms(events: Events, tick: Ints64) -> Floats:
    """By the tempo that holds at each of some ticks."""
    table = np.array([(0, TEMPO_US), *events.tempos])
    beat_us = table[np.searchsorted(table[:, 0], tick, side="right") - 1, 1]
    return np.asarray(events.ticks_per_beat * 1000 / beat_us)
