"""An event is taken in, compiled: what a song remembers of what it played, and when it is stuck.

Knows seats. Does not know how an event was chosen, nor the network.
"""

from __future__ import annotations

from typing import Any

from lstmelody.events import DRUM_STEPS, DURATIONS, REST, REST_CELL
from lstmelody.lookback import LINE
from lstmelody.music import Role
from lstmelody.native.compiling import compiled
from lstmelody.native.seats import BARS, EVENTS, KEYS, PLACE, ROLES
from lstmelody.outlines import DENSITIES, Bar

MOST_ALIKE = 7
"""After so many bars the same as the one before, another has to come: nothing is planned to be
repeated, and the longer it lasts the warmer all is drawn."""
_DRUMS = int(Role.DRUMS)
_LAG = Bar._fields.index("lag")
_DENSE = DENSITIES.start


@compiled
def grow(seat: Any, chosen: Any) -> None:
    """Take in an event."""
    if seat.count == EVENTS:
        _forget(seat)
    cell = int(chosen[0])
    event = seat.count
    seat.kept += seat.source >= 0
    row = seat.rows[event]
    if cell == REST_CELL:
        row[:] = 0
        row[1] = REST
        seat.time += seat.bar_steps
        seat.last_role = -1
        seat.keys[event] = seat.time * PLACE
    else:
        role = cell % ROLES
        row[0] = cell // ROLES
        row[1] = role
        row[2:] = chosen[1:]
        seat.time += cell // ROLES
        seat.last_role = role
        seat.last_pitch = chosen[1] % KEYS
        seat.keys[event] = seat.time * PLACE + (role + 1) * KEYS + seat.last_pitch
        line = seat.lines[role]
        for back in range(LINE - 1, 0, -1):
            line[back] = line[back - 1]
        line[0, 0] = 1
        line[0, 1:] = chosen[1:]
        if seat.source < 0:
            seat.length = DRUM_STEPS if role == _DRUMS else DURATIONS[chosen[2]]
        seat.ends[role, seat.ends[role].argmin()] = seat.time + seat.length
    _listen(seat, seat.keys[event] - seat.time * PLACE)
    seat.times[event] = seat.time
    seat.sources[event] = seat.source
    seat.count += 1


@compiled
def _listen(seat: Any, key: int) -> None:
    """Notice how many bars were the same, and have another planned where they are too many."""
    bar = seat.time // seat.bar_steps
    if bar > seat.bar:
        composed = seat.kept == seat.kept_count
        same = composed and bar == seat.bar + 1 and seat.sound == seat.sound_before
        seat.alike = seat.alike + 1 if same else 0
        seat.sound_before, seat.sound, seat.bar = seat.sound, 0, bar
        if seat.alike >= MOST_ALIKE:
            plan = seat.plan[bar % BARS]
            plan[_LAG:_DENSE] = 1
    at = seat.time % seat.bar_steps
    seat.sound = seat.sound * 1_000_003 + at * PLACE + key + 1


@compiled
def _forget(seat: Any) -> None:
    """Forget the older half of the events."""
    half = EVENTS // 2
    seat.rows[:half] = seat.rows[half:]
    seat.keys[:half] = seat.keys[half:]
    seat.times[:half] = seat.times[half:]
    seat.sources[:half] = seat.sources[half:]
    seat.count -= half
    seat.gone += half
