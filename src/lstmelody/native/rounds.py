"""Rounds of notes, compiled: each song of a batch chooses what comes next, then hears it.

A choice is a cell, which is when and who, then pitch, duration and velocity, from logits that the
network left when it heard the event before. Of notes that are given none is drawn: they take the
moments that are theirs, and what is composed goes between them. Knows seats and the network. Does
not know recipes, nor what is done with the notes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import (
    CELLS,
    DRUM_STEPS,
    DURATIONS,
    END_CELL,
    FIELDS,
    NOTE_CELLS,
    REST,
    REST_CELL,
)
from lstmelody.lookback import LINE
from lstmelody.music import Role
from lstmelody.native.compiling import compiled
from lstmelody.native.drawing import Floats, draw, hazards_scaled, softmax, top_p
from lstmelody.native.network import Given, Network, Room, choose, step
from lstmelody.native.rules import factors_of, is_open
from lstmelody.native.seats import BARS, ENDED, EVENTS, KEYS, NEVER, PLACE, ROLES, TURNING
from lstmelody.native.telling import give, give_start, look_again
from lstmelody.outlines import DENSITIES, Bar

MOST_ALIKE = 7
"""After so many bars the same as the one before, another has to come: nothing is planned to be
repeated, and the longer it lasts the warmer all is drawn."""
_WARMER = 0.25

_LEAST = 1e-12
_DIGITS = 2.0**20
_LONGEST = FIELDS["shift"] - 1
_DRUMS = int(Role.DRUMS)
_LAG = Bar._fields.index("lag")
_DENSE = DENSITIES.start


class Batch(NamedTuple):
    """What the network remembers of each seat's song, and said of what comes next."""

    hidden: NDArray[np.float32]
    """(layers, seats, width)"""
    cell: NDArray[np.float32]
    cells: NDArray[np.float32]
    """(seats, CELLS) logits"""
    known: NDArray[np.float32]
    """(heads, seats, head)"""


class Table(NamedTuple):
    """Room for what is asked of the network in a round."""

    given: Given
    chosen: NDArray[np.int16]
    """(seats, 4): cell, pitch index, duration and velocity class."""
    who: NDArray[np.int64]
    """The seats whose heads are asked, and then what they are asked with."""
    who_known: NDArray[np.float32]
    who_again: NDArray[np.int16]
    who_chosen: NDArray[np.int16]
    pitches: NDArray[np.float32]
    durations: NDArray[np.float32]
    velocities: NDArray[np.float32]


@compiled
def play(
    net: Network,
    seats: Any,
    count: int,
    pool: NDArray[np.int64],
    batch: Batch,
    table: Table,
    room: Room,
    limit: int,
) -> int:
    """Play at most so many rounds on the first seats, until a song ends or comes to a turn; returns
    how many. Up to where an event is taken in, choosing it changes nothing that choosing it again
    does not."""
    given = Given(
        table.given.heard[:count],
        table.given.context[:count],
        table.given.found[:count],
        table.given.ahead[:count],
    )
    for done in range(limit):
        asked = _choose_cells(seats, count, pool, batch, table)
        if asked < 0:
            return done
        _fill_in(net, seats, batch, table, room, asked)
        ended = False
        for number in range(count):
            seat = seats[number]
            if seat.fresh:
                seat.fresh = 0
                batch.hidden[:, number] = 0
                batch.cell[:, number] = 0
                give_start(seat, pool, given, number)
                continue
            if seat.state == ENDED:
                continue
            seat.nats += seat.owed
            cell = table.chosen[number, 0]
            if cell == END_CELL:
                seat.state = ENDED
                ended = True
            else:
                _grow(seat, table.chosen[number])
            seat.drawn += 1
            give(seat, pool, given, number)
        step(net, given, batch.hidden, batch.cell, batch.cells, batch.known, room)
        if ended:
            return done + 1
    return limit


@compiled
def _choose_cells(seats: Any, count: int, pool: Any, batch: Batch, table: Table) -> int:
    """Choose when and who for all seats; how many heads are asked, or -1 where one has to turn."""
    asked = 0
    for number in range(count):
        seat = seats[number]
        if seat.fresh or seat.state == ENDED:
            continue
        if _next_cell(seat, pool, batch.cells[number], table.chosen[number]):
            table.who[asked] = number
            asked += 1
        if seat.state == TURNING:
            return -1
    return asked


@compiled
def _next_cell(seat: Any, pool: Any, logits: NDArray[np.float32], chosen: Any) -> bool:
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
def _fill_in(net: Network, seats: Any, batch: Batch, table: Table, room: Room, asked: int) -> None:
    """Choose pitch, duration and velocity for the seats that `who` names."""
    if asked == 0:
        return
    again, chosen = table.who_again[:asked], table.who_chosen[:asked]
    for place in range(asked):
        number = table.who[place]
        look_again(seats[number], table.chosen[number, 0], again[place])
        chosen[place] = table.chosen[number]
    known = table.who_known[:asked]
    _pick(batch.known[0], table.who, known)
    choose(net, 0, known, again, chosen, table.pitches[:asked], room)
    for place in range(asked):
        seat = seats[table.who[place]]
        shift, role = chosen[place, 0] // ROLES, chosen[place, 0] % ROLES
        pitch = _pitch(seat, shift, role, table.pitches[place])
        chosen[place, 1] = pitch + KEYS * (role == _DRUMS)
    _pick(batch.known[1], table.who, known)
    choose(net, 1, known, again, chosen, table.durations[:asked], room)
    for place in range(asked):
        seat = seats[table.who[place]]
        chosen[place, 2] = 0
        if chosen[place, 1] < KEYS:
            chosen[place, 2] = _drawn(seat, table.durations[place], 2)
    _pick(batch.known[2], table.who, known)
    choose(net, 2, known, again, chosen, table.velocities[:asked], room)
    for place in range(asked):
        number = table.who[place]
        chosen[place, 3] = _drawn(seats[number], table.velocities[place], 3)
        table.chosen[number] = chosen[place]


@compiled
def _pick(known: NDArray[np.float32], who: NDArray[np.int64], out: NDArray[np.float32]) -> None:
    for place in range(len(out)):
        out[place] = known[who[place]]


@compiled
def _pitch(seat: Any, shift: int, role: int, logits: NDArray[np.float32]) -> int:
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
def _drawn(seat: Any, logits: NDArray[np.float32], field: int) -> int:
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


@compiled
def _grow(seat: Any, chosen: Any) -> None:
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
