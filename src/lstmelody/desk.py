"""Songs that are composed side by side: each sits down with what is asked of it, and plays.

A song may come or go between any two rounds, and its notes do not depend on who else is there.
Knows seats and the engine. Does not know recipes or where a plan comes from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.recfunctions import repack_fields
from numpy.typing import NDArray

from lstmelody import sampling
from lstmelody.conditions import DENSITY_CLASSES, density_of
from lstmelody.engine import Engine
from lstmelody.events import CELLS, FIELDS, REST, encode, steps_of, velocity_of
from lstmelody.inputs import AHEAD_CLASSES, CONTEXT_CLASSES, FOUND_CLASSES, RECALLED, SLOTS
from lstmelody.labels import densities_of
from lstmelody.locks import ALL_TONES, HalfBars, tones_of
from lstmelody.music import Note, Role, Song, beat_steps
from lstmelody.native import network, rounds
from lstmelody.native.network import HEADS, Given
from lstmelody.native.rounds import Batch, Table
from lstmelody.native.seats import BARS, ENDED, KEPT, KEYS, PLAYED, PLAYING, ROUNDS, SEAT
from lstmelody.outlines import DENSITIES, Brief, Outline, open_outline
from lstmelody.steering import steered, steered_frame

Ints = NDArray[np.int64]

REMEMBERED = 1024
"""Bars of the plan that can be gone back to."""
ASKED = np.array([np.nan, *map(density_of, range(1, DENSITY_CLASSES))])
"""About how many notes a bar each class of density stands for; NaN for what is open."""


def all_pitches() -> NDArray[np.bool_]:
    return np.ones((len(Role), KEYS), np.bool_)


@dataclass(frozen=True)
class Part:
    """What a song is composed by."""

    brief: Brief
    """What the model is told of the song; of its bars before they are multiplied. An endless song
    has no outline here, but bar by bar in `bars`."""
    given: Song
    """Notes that are played as they are, and the meter."""
    first: int
    """The first bar in which notes are composed."""
    last: int
    """The bar after the last one."""
    free: Collection[Role]
    """The roles that are composed there; the others play what is given."""
    multipliers: Mapping[Role, float]
    warmth: Mapping[Role, float]
    """Temperature of each role's pitches."""
    temperature: float
    top_p: float
    seed: int
    bars: Iterator[Outline] = field(default_factory=lambda: iter(()))
    """The outline of each bar beyond that of the brief, (1, 11), as they are asked for."""
    pitches: NDArray[np.bool_] = field(default_factory=all_pitches)
    """(4, 128): which ones each role may play."""
    chords: tuple[HalfBars, ...] = ()
    """What is played on the beat, from the first bar that is composed, over and over."""
    home: int = ALL_TONES
    """The pitch classes, as bits, that the bass may play in the last bar."""
    voices: Mapping[Role, int] = field(default_factory=dict)
    """How many notes of a role may sound at once."""


class Playing:
    """A song on a desk: what was played of it so far."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.ended = False
        self.kept = kept_of(part.given)
        self.densities = densities_of(part.given)
        self.heard = 0
        """Events whose notes were taken."""
        self.planned = 0
        """Bars whose plan was laid out."""
        self.rows: dict[int, Outline] = {}
        """The plan of the last `REMEMBERED` of them, before it is multiplied."""


class Mark(NamedTuple):
    """A moment of a song that can be gone back to: about 20 kB, since what was played stays."""

    part: Part
    seat: Any
    states: tuple[NDArray[np.float32], ...]
    heard: int
    planned: int


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
        self._room = network.room(net, size)

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
        meter = part.given.meter
        for name, value in (
            *(("fresh", 1), ("state", PLAYING), ("count", 0), ("gone", 0), ("time", 0)),
            *(("bar", 0), ("sound", 0), ("sound_before", -1), ("alike", 0), ("nats", 0)),
            *(("last_role", -1), ("last_pitch", 0), ("lines", 0), ("kept", 0)),
            ("bar_steps", meter.bar_steps),
            ("bars", part.brief.bars or 0),
            ("first_step", part.first * meter.bar_steps),
            ("last_step", part.last * meter.bar_steps),
            ("frame", steered_frame(part.brief.frame, part.multipliers)),
            ("factors", [part.multipliers[role] for role in Role]),
            ("keys_open", part.pitches),
            ("home", part.home),
            ("beat", beat_steps(meter)),
            ("voices", [part.voices.get(role, 0) for role in Role]),
            ("ends", 0),
            ("given", [role in part.brief.given for role in Role]),
            ("free", [role in part.free for role in Role]),
            ("warmth", [part.warmth[role] for role in Role]),
            ("temperature", part.temperature),
            ("top_p", part.top_p),
            ("kept_count", len(song.kept)),
        ):
            seat[name] = value
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
        for song, seat in zip(self._songs, self.seats, strict=False):
            played = int(seat["gone"] + seat["count"])
            seat["uniforms"] = sampling.uniforms(song.part.seed, played, ROUNDS)
            seat["drawn"] = 0
            _lay_out(song, seat)
        done = rounds.play(
            self._net,
            self.seats,
            len(self._songs),
            self._pool,
            self.batch,
            self.table,
            self._room,
            min(limit, ROUNDS),
        )
        for song, seat in zip(self._songs, self.seats, strict=False):
            song.ended = bool(seat["state"] == ENDED)
        return int(done)

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

    def change(self, song: Playing, multipliers: Mapping[Role, float]) -> int:
        """Have roles play more or less from the next note on; returns the number of that event."""
        song.part = replace(song.part, multipliers=multipliers)
        seat = self._seat(song)
        seat["factors"] = [multipliers[role] for role in Role]
        seat["frame"] = steered_frame(song.part.brief.frame, multipliers)
        for bar in range(_bar(song, seat), song.planned):
            _lay(song, seat, bar)
        return int(seat["gone"] + seat["count"])

    def mark(self, song: Playing) -> Mark:
        """This moment of a song."""
        place = self._songs.index(song)
        states = [each[:, place].copy() for each in self._by_layer()]
        states.append(self.batch.cells[place].copy())
        seat = self.seats[place]
        kept = repack_fields(seat[[name for name in SEAT.names or () if name not in PLAYED]])
        return Mark(song.part, kept.copy(), tuple(states), song.heard, song.planned)

    def go_back(self, song: Playing, mark: Mark) -> None:
        """Go back to a moment of the song, as if nothing had been played since."""
        place = self._songs.index(song)
        seat = self.seats[place]
        assert seat["gone"] == mark.seat["gone"], "what was played there is forgotten"
        for name in mark.seat.dtype.names:
            if name != "pool":
                seat[name] = mark.seat[name]
        *layered, cells = mark.states
        for into, kept in zip(self._by_layer(), layered, strict=True):
            into[:, place] = kept
        self.batch.cells[place] = cells
        song.part, song.heard, song.planned = mark.part, mark.heard, mark.planned
        song.ended = bool(seat["state"] == ENDED)

    def _by_layer(self) -> tuple[NDArray[np.float32], ...]:
        return self.batch.hidden, self.batch.cell, self.batch.known

    def _seat(self, song: Playing) -> Any:
        return self.seats[self._songs.index(song)]

    def _note(self, song: Playing, row: list[int], time: int, source: int) -> Note:
        if source >= 0:
            return Note(*song.part.given.notes[source].tolist())
        _, role, pitch, duration, velocity = row
        bars = song.part.brief.bars
        length = steps_of(role, duration)
        if bars:
            length = min(length, bars * song.part.given.meter.bar_steps - time)
        return Note(time, role, pitch % KEYS, length, velocity_of(velocity))

    def _gather(self) -> None:
        """Lay the given notes of all songs in one pool."""
        start = 0
        for song, seat in zip(self._songs, self.seats, strict=False):
            seat["pool"] = start
            start += len(song.kept)
        parts = [song.kept for song in self._songs]
        self._pool = np.concatenate([np.zeros((0, KEPT), np.int64), *parts])


def kept_of(song: Song) -> Ints:
    """The notes of a song as they are given: (n, `KEPT`)."""
    events = encode(song)
    events = events[events[:, 1] < REST].astype(np.int64)
    time = song.notes[:, :1].astype(np.int64)
    following = np.full((len(events), len(Role)), -1)
    for role in Role:
        own = np.flatnonzero(events[:, 1] == role)
        place = np.searchsorted(own, np.arange(len(events)))
        there = place < len(own)
        following[there, role] = own[place[there]]
    length = song.notes[:, 3:4].astype(np.int64)
    return np.concatenate([time, events[:, 1:], length, following], axis=1)


def _bar(song: Playing, seat: Any) -> int:
    return int(seat["time"]) // song.part.given.meter.bar_steps


def _lay_out(song: Playing, seat: Any) -> None:
    """Have the plan of the bars that may be reached in these rounds on the seat."""
    while song.planned < _bar(song, seat) + BARS // 2:
        _lay(song, seat, song.planned)
        song.planned += 1


def _lay(song: Playing, seat: Any, bar: int) -> None:
    """Lay the plan of a bar, as it is multiplied now, on the seat."""
    part, place = song.part, bar % BARS
    if bar not in song.rows:
        row = part.brief.outline[bar : bar + 1]
        song.rows[bar] = row if len(row) else next(part.bars, open_outline(1))
        song.rows.pop(bar - REMEMBERED, None)
    row = song.rows[bar]
    inside = part.first <= bar < part.last
    seat["plan"][place] = (steered(row, part.multipliers) if inside else row)[0]
    seat["tones"][place] = _tones(part, bar)
    if inside:
        seat["asked"][place] = ASKED[row[0, DENSITIES]] * seat["factors"]
    else:
        seat["asked"][place] = song.densities[bar] if bar < len(song.densities) else 0


def _tones(part: Part, bar: int) -> list[int]:
    """The pitch classes for the beats of each half of a bar."""
    at = bar - part.first
    if at < 0 or not part.chords:
        return [ALL_TONES] * 2
    return [tones_of(chord) for chord in part.chords[at % len(part.chords)]]


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
