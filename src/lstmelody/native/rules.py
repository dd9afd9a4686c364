"""Who may play what, when, and how readily: factors on cells, and pitches that are open.

What makes every song valid (canonical order, nothing before its beginning or past its end), what it
is bound to (keys, chords, ranges, voices), and how each role is held to what is asked of it. Knows
seats. Does not know the network, nor how is drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lstmelody.events import FIELDS, NOTE_CELLS
from lstmelody.locks import ALL_TONES
from lstmelody.music import Role
from lstmelody.native.compiling import compiled
from lstmelody.native.drawing import Floats
from lstmelody.native.seats import BARS, KEYS, ROLES

HOLD, STEER = 1, 2
"""How strongly a role is held to what is asked of it: as planned; and where more or less is."""
HELD_BARS = 4
"""Over so many bars."""

_SHIFTS = FIELDS["shift"]
_DRUMS, _BASS = int(Role.DRUMS), int(Role.BASS)


@compiled
def factors_of(seat: Any) -> Floats:
    """The multiplier of every note cell, 0 for those that may not come next."""
    factors = np.zeros(NOTE_CELLS)
    for role in range(ROLES):
        if not seat.free[role] or seat.factors[role] == 0:
            continue
        factor = readiness(seat, role)
        for shift in range(_SHIFTS):
            time = seat.time + shift
            if not max(seat.first_step, seat.floor) <= time < seat.last_step:
                continue
            if seat.voices[role] > 0 and _sounding(seat, role, time) >= seat.voices[role]:
                continue
            factors[shift * ROLES + role] = factor
    if seat.last_role >= 0:  # at the same moment only who comes after, or higher
        factors[: seat.last_role] = 0
        if not _is_open_above(seat, seat.last_role, seat.last_pitch, seat.time):
            factors[seat.last_role] = 0
    return factors


@compiled
def _sounding(seat: Any, role: int, time: int) -> int:
    """How many notes of a role sound at a time."""
    notes = 0
    for end in seat.ends[role]:
        notes += end > time
    return notes


@compiled
def is_open(seat: Any, role: int, pitch: int, time: int) -> bool:
    """Whether a role may play a pitch at a time: on the beat, where chords are laid down, a tone of
    the chord; and a bass that comes home, home."""
    if not seat.keys_open[role, pitch]:
        return False
    at = time % seat.bar_steps
    in_last_bar = seat.bars > 0 and time >= (seat.bars - 1) * seat.bar_steps
    if role == _BASS and in_last_bar and seat.home != ALL_TONES:
        return bool(seat.home >> (pitch % 12) & 1)
    if role == _DRUMS or at % seat.beat:
        return True
    tones = seat.tones[time // seat.bar_steps % BARS, 2 * at // seat.bar_steps]
    return bool(tones >> (pitch % 12) & 1)


@compiled
def _is_open_above(seat: Any, role: int, pitch: int, time: int) -> bool:
    """Whether a role may play any pitch above this one."""
    for higher in range(pitch + 1, KEYS):  # noqa: SIM110  Numba has no generators
        if is_open(seat, role, higher, time):
            return True
    return False


@compiled
def readiness(seat: Any, role: int) -> float:
    """What a role's hazard is multiplied by: the root of what is asked of it, and a power of how
    far it lies behind that over the last bars."""
    since = max(0, seat.time - HELD_BARS * seat.bar_steps)
    asked = 0.0
    bar = since // seat.bar_steps
    while bar * seat.bar_steps < seat.time:
        start, end = max(since, bar * seat.bar_steps), min(seat.time, (bar + 1) * seat.bar_steps)
        asked += seat.asked[bar % BARS, role] * (end - start) / seat.bar_steps
        bar += 1
    factor = float(np.sqrt(seat.factors[role]))
    if np.isnan(asked):
        return factor
    behind = (asked + 1) / (_played(seat, role, since) + 1)
    return float(factor * behind ** (HOLD if seat.factors[role] == 1 else STEER))


@compiled
def _played(seat: Any, role: int, since: int) -> int:
    """How many notes of a role were heard after a time."""
    notes = 0
    for event in range(seat.count - 1, -1, -1):
        if seat.times[event] <= since:
            break
        notes += seat.rows[event, 1] == role
    return notes
