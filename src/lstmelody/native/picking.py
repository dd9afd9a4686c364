"""What a song plays next, compiled: a cell, which is when and who, then pitch, duration, velocity.

Drawn from the logits of one seat's song, held to what may come. Of notes that are given none is
drawn: they take the moments that are theirs, and what is composed goes between them. Knows seats,
rules and draws. Does not know the network, nor what becomes of a choice.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import CELLS, END_CELL, FIELDS, NOTE_CELLS, REST_CELL
from lstmelody.music import Role
from lstmelody.native.compiling import compiled
from lstmelody.native.drawing import Floats, draw, hazards_scaled, softmax, top_p
from lstmelody.native.growing import MOST_ALIKE
from lstmelody.native.rules import factors_of, is_open
from lstmelody.native.seats import KEYS, NEVER, ROLES, TURNING

_WARMER = 0.25
"""By so much for each bar more that is the same."""
_LEAST = 1e-12
_DIGITS = 2.0**20
_LONGEST = FIELDS["shift"] - 1
_DRUMS = int(Role.DRUMS)


@compiled
def next_cell(seat: Any, pool: Any, logits: NDArray[np.float32], chosen: Any) -> bool:
    """Choose when and who; and all the rest, where that is given. Whether the heads are asked."""
    gap = -1
    seat.source = -1
    seat.owed = 0
    if seat.kept < seat.kept_count:
        gap = pool[seat.pool + seat.kept, 0] - seat.time
    if seat.time >= seat.last_step or 0 <= gap < seat.first_step - seat.time:
        _take_given(seat, pool, gap, chosen)  # nothing is composed there
        return False
    uniform = seat.uniforms[seat.drawn, 0]
    if seat.floor > seat.time:  # its first digits said that nothing comes before the turn
        uniform = uniform * _DIGITS % 1.0
    weights = softmax(logits, _temperature(seat))
    plain = weights.copy()
    factors = factors_of(seat)
    _bound(seat, pool, gap, factors, weights)
    if not weights.any():  # a note must come, however unlikely the network finds it
        if gap >= 0:
            _take_given(seat, pool, gap, chosen)
            return False
        weights[:NOTE_CELLS] = factors
        weights[END_CELL] = not factors.any()
    chosen[0] = draw(weights, uniform)
    if _step_of(seat, chosen[0]) >= seat.turn:
        seat.state = TURNING
        return False
    _pay(seat, plain, chosen[0])
    if gap >= 0 and chosen[0] == gap * ROLES + pool[seat.pool + seat.kept, 1]:
        _take_given(seat, pool, gap, chosen)
        return False
    return bool(chosen[0] < NOTE_CELLS)


@compiled
def _bound(seat: Any, pool: Any, gap: int, factors: Floats, weights: Floats) -> None:
    """Hold the weights of all cells to what may come next; a song ends in its last bar."""
    in_last_bar = seat.bars > 0 and seat.time >= (seat.bars - 1) * seat.bar_steps
    may_end = in_last_bar and seat.last_role >= 0 and gap < 0
    if not may_end:
        weights[END_CELL] = 0
    hazards_scaled(weights, factors)
    if gap >= 0:
        _leave_to_given(seat, pool, gap, weights)
    top_p(weights, seat.top_p)
    close = weights[REST_CELL] + weights[END_CELL]
    weights[NOTE_CELLS:] = 0
    if may_end:
        weights[END_CELL] = close
    elif not in_last_bar and not 0 <= gap <= _LONGEST:
        weights[REST_CELL] = close


@compiled
def _step_of(seat: Any, cell: int) -> int:
    """The grid step that a choice leads to."""
    if cell == END_CELL:
        return NEVER - 1
    if cell == REST_CELL:
        return int(seat.time + seat.bar_steps)
    return int(seat.time + cell // ROLES)


@compiled
def _temperature(seat: Any) -> float:
    """How daring: as asked, and more where the song is stuck in one bar."""
    if seat.alike < MOST_ALIKE:
        return float(seat.temperature)
    return float(max(1.0, seat.temperature) + _WARMER * (seat.alike - MOST_ALIKE))


@compiled
def _take_given(seat: Any, pool: Any, gap: int, chosen: Any) -> None:
    """The note that is given next; a rest, where it lies too far off; or the end."""
    if gap < 0:
        chosen[0] = END_CELL
        return
    if gap > _LONGEST:
        chosen[0] = REST_CELL
        return
    role, pitch = pool[seat.pool + seat.kept, 1], pool[seat.pool + seat.kept, 2]
    chosen[0] = gap * ROLES + role
    chosen[1] = pitch + KEYS * (role == _DRUMS)
    chosen[2] = pool[seat.pool + seat.kept, 3]
    chosen[3] = pool[seat.pool + seat.kept, 4]
    seat.source = seat.kept
    seat.length = pool[seat.pool + seat.kept, 5]


@compiled
def _leave_to_given(seat: Any, pool: Any, gap: int, weights: Floats) -> None:
    """All that has not happened by the next given note falls to it; or to a rest before it."""
    if gap > _LONGEST:
        weights[REST_CELL] += weights[END_CELL]
        weights[END_CELL] = 0
        return
    cell = gap * ROLES + pool[seat.pool + seat.kept, 1]
    for later in range(cell + 1, CELLS):
        weights[cell] += weights[later]
        weights[later] = 0


@compiled
def drawn_pitch(seat: Any, shift: int, role: int, logits: NDArray[np.float32]) -> int:
    """A pitch that the role may play; above the last one where a chord goes on."""
    own = logits[KEYS:] if role == _DRUMS else logits[:KEYS]
    weights = softmax(own, _temperature(seat) * seat.warmth[role])
    lowest = seat.last_pitch + 1 if shift == 0 and role == seat.last_role else 0
    time = seat.time + shift
    plain = weights.copy()
    for pitch in range(KEYS):
        if pitch < lowest or not is_open(seat, role, pitch, time):
            weights[pitch] = 0
    if not weights.any():  # so unlikely that it is lost in rounding
        for pitch in range(lowest, KEYS):
            weights[pitch] = is_open(seat, role, pitch, time)
    top_p(weights, seat.top_p)
    pitch = draw(weights, seat.uniforms[seat.drawn, 1])
    _pay(seat, plain, pitch)
    return pitch


@compiled
def drawn(seat: Any, logits: NDArray[np.float32], field: int) -> int:
    weights = softmax(logits, _temperature(seat))
    plain = weights.copy()
    top_p(weights, seat.top_p)
    choice = draw(weights, seat.uniforms[seat.drawn, field])
    _pay(seat, plain, choice)
    return choice


@compiled
def _pay(seat: Any, weights: Floats, choice: int) -> None:
    """Count how unlikely a choice was, before anything was asked of it."""
    seat.owed -= np.log(max(weights[choice], _LEAST) / weights.sum())
