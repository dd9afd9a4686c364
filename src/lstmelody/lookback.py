"""What came next, some bars ago: the model's memory of a song, by looking it up.

Music repeats itself by bars, and an LSTM can't search its past; but where to look is known. For
each lag, the event just heard is moved that many bars back, and the event that followed then is
found by bisection. Never a later event than the one just heard.

And once it is chosen when the next event sounds and which role plays it, a second look finds what
that role played at that very moment some bars ago, and a third the last notes that it played.

Knows events and their order. Does not know what the model makes of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import REST, Events, keys, times
from lstmelody.music import Meter

LAGS = (1, 2, 4, 8, 16, 32)
"""How many bars back to look."""

LINE = 3
"""How many of a role's last notes are looked up: a melody goes on from itself."""

FAR, SELF, NONE = 72, 73, 74
"""Values of `gap` beside 0..71: later than that, the event itself, before the start of the song."""
GAPS = 75
_STEP = 1024
"""What one grid step is worth in `events.key`."""


class Found(NamedTuple):
    """What a look back found, each an (n, lags) array."""

    event: NDArray[np.int64]
    """The number of the event that came next then; 0 where `gap` is `NONE`."""
    gap: NDArray[np.int64]
    """Grid steps from the moved place to that event, or `FAR`, `SELF` or `NONE`."""
    exact: NDArray[np.int64]
    """1 where an event of the same role and pitch stood at the moved place."""


def look_back(events: Events, meter: Meter) -> Found:
    """For every event of a song and each lag, what came next then."""
    key, time = keys(events, meter), times(events, meter)
    moved = np.array(LAGS) * meter.bar_steps
    wanted = key[:, None] - moved * _STEP
    index = np.searchsorted(key, wanted, side="right")
    exact = key[np.maximum(index - 1, 0)] == wanted
    there = time[:, None] - moved
    gap = np.minimum(time[index] - there, FAR)
    gap[index == np.arange(len(key))[:, None]] = SELF
    gap[there < 0] = NONE
    index[there < 0] = 0
    return Found(index, gap, (exact & (there >= 0)).astype(np.int64))


def look_again(events: Events, meter: Meter) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For every event, given its time and role: did the role play at that time some bars ago?

    Returns, as (n, lags) arrays, 1 or 0 and the number of the event played then: the lowest above
    the pitch just heard, where the event goes on a chord, so that chords are read upwards.
    """
    key, time = keys(events, meter), times(events, meter)
    floor = key & ~127  # the same place with pitch 0
    floor[1:] = np.where(floor[1:] == key[:-1] & ~127, key[:-1] + 1, floor[1:])
    moved = np.array(LAGS) * meter.bar_steps
    wanted = floor[:, None] - moved * _STEP
    event = np.searchsorted(key, wanted, side="left")
    there = (key[event] >> 7 == wanted >> 7) & (time[:, None] >= moved)
    there &= (events[:, 1] < REST)[:, None]
    return there.astype(np.int64), np.where(there, event, 0)


def look_along(events: Events) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For every event the last notes of its own role before it, the latest first.

    Returns, as (n, `LINE`) arrays, 1 or 0 and the number of the note.
    """
    found = np.full((len(events), LINE), -1)
    for role in range(REST):
        own = np.flatnonzero(events[:, 1] == role)
        for back in range(1, LINE + 1):
            found[own[back:], back - 1] = own[:-back]
    return (found >= 0).astype(np.int64), np.maximum(found, 0)
