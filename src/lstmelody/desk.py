"""Songs that are composed side by side: each sits down with what is asked of it, and plays.

A song may come or go between any two rounds, and its notes do not depend on who else is there.
Knows seats and the engine. Does not know recipes, nor how a plan is laid on a seat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstmelody import sampling, seating
from lstmelody.engine import Engine
from lstmelody.events import CELLS, FIELDS, REST, steps_of, velocity_of
from lstmelody.inputs import AHEAD_CLASSES, CONTEXT_CLASSES, FOUND_CLASSES, RECALLED, SLOTS
from lstmelody.music import Note
from lstmelody.native import rounds, stepping
from lstmelody.native.network import HEADS
from lstmelody.native.rounds import Batch, Table
from lstmelody.native.seats import ENDED, KEPT, KEYS, NEVER, ROUNDS, SEAT, TURNING
from lstmelody.native.stepping import Given
from lstmelody.parts import Part, Turn
from lstmelody.seating import Playing


class Desk:
    """So many seats, and the songs that are composed on them."""

    def __init__(self, engine: Engine, size: int = 1) -> None:
        net = engine.network
        head, width = len(net.heads[0].bias), len(net.leave_norm.bias)
        state = (len(net.blocks), size, width)
        self._net = net
        self._songs: list[Playing] = []
        self.seats = np.zeros(size, SEAT)
        self._pool = np.zeros((0, KEPT), np.int64)
        self.batch = Batch(
            np.zeros(state, np.float32),
            np.zeros(state, np.float32),
            np.zeros((size, CELLS), np.float32),
            np.zeros((len(HEADS), size, head), np.float32),
        )
        self.table = _table(size, head)
        self._room = stepping.room(net, size)

    @property
    def free(self) -> int:
        """How many more songs may sit down."""
        return len(self.seats) - len(self._songs)

    def sit(self, part: Part) -> Playing:
        """Begin a song."""
        assert self.free, "every seat is taken"
        song = Playing(part)
        seat = self.seats[len(self._songs)]
        self._songs.append(song)
        seating.sit(song, seat)
        self._gather()
        return song

    def leave(self, song: Playing) -> None:
        """Make room: the last to have come moves to where this song sat."""
        place, last = self._songs.index(song), len(self._songs) - 1
        self._songs[place] = self._songs[last]
        self._songs.pop()
        if place < last:
            self.seats[place] = self.seats[last]
            for states in self._by_layer():
                states[:, place] = states[:, last]
            self.batch.cells[place] = self.batch.cells[last]
        self._gather()

    def play(self, limit: int = ROUNDS) -> int:
        """Play at most so many rounds, until a song ends; returns how many were played."""
        limit, played = min(limit, ROUNDS), 0
        over = {song for song in self._songs if song.ended}
        while played < limit and over.issuperset(song for song in self._songs if song.ended):
            played += self._play(limit - played)
        return played

    def _play(self, limit: int) -> int:
        """The same, until a song ends or comes to a turn, which it takes."""
        for song, seat in zip(self._songs, self.seats, strict=False):
            past = int(seat["gone"] + seat["count"])
            seat["uniforms"] = sampling.uniforms(song.part.seed, past, ROUNDS)
            seat["drawn"] = 0
            seating.lay_out(song, seat)
        played = rounds.play(
            self._net,
            self.seats,
            len(self._songs),
            self._pool,
            self.batch,
            self.table,
            self._room,
            limit,
        )
        for song, seat in zip(self._songs, self.seats, strict=False):
            song.ended = bool(seat["state"] == ENDED)
            if seat["state"] == TURNING:
                seating.turn(song, seat)
        return int(played)

    def notes(self, song: Playing) -> list[Note]:
        """The notes of a song since they were last asked for: what was given as it was given."""
        seat = self._seat(song)
        first, last = song.heard - int(seat["gone"]), int(seat["count"])
        assert first >= 0, "notes must be asked for before they are forgotten"
        song.heard += last - first
        rows = seat["rows"][first:last].tolist()
        times, sources = (seat[name][first:last].tolist() for name in ("times", "sources"))
        return [
            self._note(song, *each)
            for each in zip(rows, times, sources, strict=True)
            if each[0][1] < REST
        ]

    def nats(self, song: Playing) -> float:
        """How unlikely the model finds what was composed, in nats."""
        return float(self._seat(song)["nats"])

    def steps(self, song: Playing) -> int:
        """Grid steps from the beginning of a song to where it has come."""
        return int(self._seat(song)["time"])

    def turn(self, song: Playing, turns: Sequence[Turn]) -> None:
        """Have a song take these turns from now on, all of them at moments that are to come."""
        seat = self._seat(song)
        assert all(turn.step > int(seat["time"]) for turn in turns), "that moment has passed"
        song.part = replace(song.part, turns=tuple(turns))
        seat["turn"] = turns[0].step if turns else NEVER

    def _by_layer(self) -> tuple[NDArray[np.float32], ...]:
        return self.batch.hidden, self.batch.cell, self.batch.known

    def _seat(self, song: Playing) -> Any:
        return self.seats[self._songs.index(song)]

    def _note(self, song: Playing, row: list[int], time: int, source: int) -> Note:
        if source >= 0:
            return Note(*song.part.given.notes[source].tolist())
        _, role, pitch, duration, velocity = row
        return Note(time, role, pitch % KEYS, steps_of(role, duration), velocity_of(velocity))

    def _gather(self) -> None:
        """Lay the given notes of all songs in one pool."""
        start = 0
        for song, seat in zip(self._songs, self.seats, strict=False):
            seat["pool"] = start
            start += len(song.kept)
        parts = [song.kept for song in self._songs]
        self._pool = np.concatenate([np.zeros((0, KEPT), np.int64), *parts])


def _table(size: int, head: int) -> Table:
    """Room for what is asked in a round."""

    def empty(*shape: int) -> NDArray[np.int16]:
        return np.zeros((size, *shape), np.int16)

    return Table(
        Given(
            empty(len(FIELDS)),
            empty(len(CONTEXT_CLASSES)),
            empty(SLOTS, len(FOUND_CLASSES)),
            empty(len(AHEAD_CLASSES)),
        ),
        empty(1 + len(HEADS)),
        np.zeros(size, np.int64),
        np.zeros((size, head), np.float32),
        empty(RECALLED, 4),
        empty(1 + len(HEADS)),
        *(np.zeros((size, classes), np.float32) for classes in HEADS.values()),
    )
