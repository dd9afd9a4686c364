"""Notes put right: stuck, without length, struck again while they sound.

Knows steps, pitches and that a track can't hold a pitch twice. Does not know MIDI files or roles.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import STEPS_PER_BEAT, Ints, Mended

Long = NDArray[np.int64]

LONGEST_BEATS = 48
"""8 bars of 12/8. A note held longer is stuck, if its track goes on meanwhile."""
LONGEST = LONGEST_BEATS * STEPS_PER_BEAT
ONSET, DURATION, SOUND = 18, 10, 17
"""Bits of a note's fields where it is one integer; pitch and velocity have 7, as in MIDI, and a
sound is a duration and a velocity."""
MASK = {bits: (1 << bits) - 1 for bits in (7, ONSET, DURATION)}


class Struck(NamedTuple):
    """The notes of all tracks as they were struck, in any order."""

    track: Long
    onset: Long
    """Steps, less than 2^18."""
    length_steps: NDArray[np.float64]
    pitch: Long
    velocity: Long


def put_right(struck: Struck, tracks: int) -> tuple[list[Ints], Mended]:
    """The notes of each track, (n, 4) as `Track` has them, and what was mended in them."""
    track, onset, length_steps, pitch, velocity = struck
    duration = (length_steps + 0.5).astype(np.int64)
    stuck = _unstuck(track, onset, duration)
    np.minimum(np.maximum(duration, 1, out=duration), LONGEST, out=duration)
    rows = _packed(track, (7, pitch), (ONSET, onset), (DURATION, duration), (7, velocity))
    rows, overlapping = _unoverlapped(rows)
    whole = np.empty((len(rows), 4), dtype=np.int32)
    whole[:, 0] = rows >> SOUND + 7 & MASK[ONSET]
    whole[:, 1] = rows >> 7 & MASK[DURATION]
    whole[:, 2] = rows >> SOUND & MASK[7]
    whole[:, 3] = rows & MASK[7]
    count = np.bincount(rows >> SOUND + 7 + ONSET, minlength=tracks)
    bounds = [0, *count.cumsum().tolist()]
    zero = int(np.count_nonzero(length_steps == 0))
    return [whole[i:j] for i, j in pairwise(bounds)], Mended(stuck, zero, overlapping)


def _packed(first: Long, *fields: tuple[int, Long]) -> Long:
    """Rows in order, each as one integer with its fields side by side, so many bits for each.

    A third of the time of sorting rows of several columns.
    """
    rows = first.copy()
    for bits, column in fields:
        rows <<= bits
        rows |= column
    rows.sort()
    return rows


def _unoverlapped(rows: Long) -> tuple[Long, int]:
    """Notes packed by track, pitch and onset, each cut where its pitch is struck again, now packed
    by track, onset and pitch; and how many were cut or doubled.

    Of doubled notes the longest remains: it is the last.
    """
    place = rows >> SOUND  # two tracks or pitches are further from each other than a note is long
    single = place[1:] != place[:-1]
    doubled = len(single) - int(np.count_nonzero(single))
    if doubled:
        kept = np.append(single, True)
        rows, place = rows[kept], place[kept]
    duration, gap = rows >> 7 & MASK[DURATION], place[1:] - place[:-1]
    np.minimum(duration[:-1], gap, out=gap)
    overlapping = int(np.count_nonzero(duration[:-1] > gap + 1))  # a step may come of rounding
    duration[:-1] = gap
    onset, pitch = place & MASK[ONSET], place >> ONSET & MASK[7]
    rows &= MASK[7]
    rows = _packed(place >> ONSET + 7, (ONSET, onset), (7, pitch), (DURATION, duration), (7, rows))
    return rows, overlapping + doubled


def _unstuck(track: Long, onset: Long, steps: Long) -> int:
    """Cut notes, in place, that are held very long while their track goes on; tells how many."""
    long = np.flatnonzero(steps > LONGEST)
    if not len(long):
        return 0
    key = track << 32 | onset
    ordered = np.append(np.sort(key), np.iinfo(np.int64).max)
    following = ordered[np.searchsorted(ordered, key[long], "right")]
    wait = np.where(following >> 32 == track[long], following - key[long], steps[long])
    stuck = wait < steps[long]
    steps[long[stuck]] = wait[stuck]
    return int(stuck.sum())
