"""Beats bent so that the eighth off the beat comes later, and what is between follows.

Knows beats and who divides them by three. Does not know hands.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import STEPS_PER_BEAT
from lstmelody.performing.timeline import Events, Ints64, Notes, bars_at

TRIPLETS, HALF_TRIPLETS = (4, 8), (2, 10)
"""Steps of a beat that only triplets of eighths and of sixteenths have."""
NEAR_STEPS = 0.25
"""What is so near to such a step is on it; 32nds lie half a step beside."""


def swung(events: Events, notes: Notes, swing: float) -> Ints64:
    """At which tick each event comes when beats are bent; what is on a beat stays.

    Left alone are meters that are counted in eighths, such as 6/8; beats in which anyone divides
    an eighth by three, since there the sixteenths swing already; and for a track the beats in
    which it plays triplets itself. Who ends a note in a later bar doesn't know what is played
    there, and takes its end for a triplet only if it is on one.
    """
    beat, into = np.divmod(events.tick, events.ticks_per_beat)
    bars = bars_at(events, beat * events.ticks_per_beat)
    by_eighths = bars.unit >= 8
    struck = _on(into[notes.start], HALF_TRIPLETS, events.ticks_per_beat)
    alone = by_eighths | _among(beat, beat[notes.start[struck]])
    struck = _on(into[notes.start], TRIPLETS, events.ticks_per_beat)
    place = events.track + beat * (int(events.track.max()) + 1)
    alone |= _among(place, place[notes.start[struck]])
    held = notes.stop[bars.line_tick[notes.stop] > bars.line_tick[notes.start]]
    on_one = _on(into[held], TRIPLETS + HALF_TRIPLETS, events.ticks_per_beat)
    alone[held] = by_eighths[held] | on_one
    half = events.ticks_per_beat / 2
    late = 1 + np.where(alone, 0.0, swing) / 3
    bent = np.where(into < half, into * late, half * late + (into - half) * (2 - late))
    return np.asarray(beat * events.ticks_per_beat + np.rint(bent), dtype=np.int64)


def _among(places: Ints64, some: Ints64) -> NDArray[np.bool_]:
    """Which are one of some, of which there are mostly none."""
    return np.isin(places, some) if len(some) else np.zeros(len(places), bool)


def _on(into: Ints64, steps: tuple[int, ...], ticks_per_beat: int) -> NDArray[np.bool_]:
    """Which places in a beat are on one of these steps."""
    place = into * (STEPS_PER_BEAT / ticks_per_beat)
    return np.asarray(np.abs(place[:, None] - np.array(steps)).min(axis=1) < NEAR_STEPS)
