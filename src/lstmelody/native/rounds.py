"""Rounds of notes, compiled: each song of a batch chooses what comes next, then hears it.

It chooses from logits that the network left when it heard the event before. Knows the order of
things, and the network. Does not know recipes, how a choice is made, nor what is done with it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import END_CELL
from lstmelody.music import Role
from lstmelody.native.compiling import compiled
from lstmelody.native.growing import grow
from lstmelody.native.network import Network
from lstmelody.native.picking import drawn, drawn_pitch, next_cell
from lstmelody.native.seats import ENDED, KEYS, ROLES, TURNING
from lstmelody.native.stepping import Given, Room, choose, step
from lstmelody.native.telling import give, give_start, look_again

_DRUMS = int(Role.DRUMS)


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
                grow(seat, table.chosen[number])
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
        if next_cell(seat, pool, batch.cells[number], table.chosen[number]):
            table.who[asked] = number
            asked += 1
        if seat.state == TURNING:
            return -1
    return asked


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
        pitch = drawn_pitch(seat, shift, role, table.pitches[place])
        chosen[place, 1] = pitch + KEYS * (role == _DRUMS)
    _pick(batch.known[1], table.who, known)
    choose(net, 1, known, again, chosen, table.durations[:asked], room)
    for place in range(asked):
        seat = seats[table.who[place]]
        chosen[place, 2] = 0
        if chosen[place, 1] < KEYS:
            chosen[place, 2] = drawn(seat, table.durations[place], 2)
    _pick(batch.known[2], table.who, known)
    choose(net, 2, known, again, chosen, table.velocities[:asked], room)
    for place in range(asked):
        number = table.who[place]
        chosen[place, 3] = drawn(seats[number], table.velocities[place], 3)
        table.chosen[number] = chosen[place]


@compiled
def _pick(known: NDArray[np.float32], who: NDArray[np.int64], out: NDArray[np.float32]) -> None:
    for place in range(len(out)):
        out[place] = known[who[place]]
