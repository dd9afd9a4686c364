"""One song as it grows: what was heard so far, and what the network remembers of it.

Keeps events, looks back over them, and asks the engine. Knows the model's inputs. Does not know
what may be played or how to choose.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import Frame, place
from lstmelody.engine import Array, Engine, Trunk
from lstmelody.events import NOTE_CELLS, REST, encode, key
from lstmelody.inputs import PITCHES, START, pitch_index
from lstmelody.lookback import LAGS, NONE, look_again_from, look_back_from
from lstmelody.music import Meter, Role, Song

_NOTHING_FOUND = [[NONE, 0, 0, 0, 0, 0]] * len(LAGS)
_NOT_PLAYED = [0, 0, 0, 0]


class Take:
    """A growing song. `cells` always holds the logits of what comes next."""

    def __init__(self, engine: Engine, meter: Meter, bars: int | None, frame: Frame) -> None:
        self._engine = engine
        self._meter = meter
        self._bars = bars
        self._frame = frame
        self._rows: list[list[int]] = []
        self._keys: list[int] = []
        self._times: list[int] = []
        self._played = np.zeros(PITCHES, np.int64)
        self._onsets: dict[Role, list[int]] = {role: [] for role in Role}
        self._bar_prints: dict[int, int] = {}
        self._state = engine.start(1)
        self.horizon = 0
        """Grid step before which nothing is looked up."""
        self._trunk = self._step([0, START, 0, 0, 0], _NOTHING_FOUND)

    @property
    def cells(self) -> Array:
        """(CELLS,) logits of the joint (shift, role) class of the next event."""
        row: Array = self._trunk.cells[0]
        return row

    @property
    def count(self) -> int:
        """How many events were heard."""
        return len(self._rows)

    @property
    def time(self) -> int:
        """Grid steps from the start of the song to where the last event stands."""
        return self._times[-1] if self._times else 0

    @property
    def last(self) -> tuple[int, int] | None:
        """Role and pitch of the last event, or None where it was a rest or nothing was heard."""
        if not self._rows or self._rows[-1][1] == REST:
            return None
        return self._rows[-1][1], self._keys[-1] & 127

    def bars_silent(self, role: Role) -> int:
        """Whole bars since the role last played, or since the song began."""
        last = self._onsets[role][-1] if self._onsets[role] else 0
        return (self.time - last) // self._meter.bar_steps

    def density(self, role: Role, bars: int) -> float:
        """Notes a bar that the role played over the last few bars."""
        onsets = self._onsets[role]
        recent = len(onsets) - bisect_right(onsets, self.time - bars * self._meter.bar_steps)
        return recent / bars

    @property
    def alike(self) -> int:
        """How many bars running, up to the last that is complete, are the same note for note."""
        bar = self.time // self._meter.bar_steps - 1
        like, count = self._bar_prints.get(bar), 0
        while like is not None and self._bar_prints.get(bar - count) == like:
            count += 1
        return count

    def shares(self, role: Role) -> NDArray[np.float64]:
        """(128,) how much of what was heard so far each drum key is, or each pitch's class."""
        pitched, drums = self._played.reshape(2, -1)
        if role == Role.DRUMS:
            shares: NDArray[np.float64] = drums / max(1, drums.sum())
        else:
            classes = np.arange(len(pitched)) % 12
            shares = np.bincount(classes, pitched)[classes] / max(1, pitched.sum())
        return shares

    def hear(self, song: Song) -> None:
        """Take in all the notes of a song."""
        for shift, role, pitch, duration, velocity in encode(song)[:-1].tolist():
            if role == REST:
                self.rest()
            else:
                self.play(shift, Role(role), pitch, duration, velocity)

    def rest(self) -> None:
        """Let a whole bar go by."""
        self._grow([0, REST, 0, 0, 0], self.time + self._meter.bar_steps, 0)

    def play(self, shift: int, role: Role, pitch: int, duration: int, velocity: int) -> None:
        """Take in a note; duration and velocity as classes."""
        row = [shift, role, pitch_index(role, pitch), duration, velocity]
        self._grow(row, self.time + shift, pitch)
        self._played[row[2]] += 1
        self._onsets[role].append(self.time)
        bar, step = divmod(self.time, self._meter.bar_steps)
        self._bar_prints[bar] = hash((self._bar_prints.get(bar, 0), step, row[1], row[2]))

    def choices(self, shift: int, role: Role) -> Choices:
        """The later fields of the next event, once its time and role are chosen."""
        time = self.time + shift
        then = look_again_from(self._keys, time, role, self._meter.bar_steps, self.horizon)
        again = [_NOT_PLAYED if at is None else [1, *self._rows[at][2:]] for at in then]
        return Choices(self._engine, self._trunk, again, shift * len(Role) + role)

    def _grow(self, row: list[int], time: int, pitch: int) -> None:
        self._rows.append(row)
        self._times.append(time)
        self._keys.append(key(time, row[1], pitch))
        found = [
            [gap, *self._rows[event][1:], exact] if gap != NONE else _NOTHING_FOUND[0]
            for event, gap, exact in look_back_from(
                self._keys, self._times, self._meter.bar_steps, self.horizon
            )
        ]
        self._trunk = self._step(row, found)

    def _step(self, row: list[int], found: list[list[int]]) -> Trunk:
        context = [*place(self.time, self._meter, self._bars), *self._frame]
        trunk, self._state = self._engine.step(
            np.array([row], np.int64), np.array([context], np.int64), np.array([found], np.int64),
            self._state,
        )  # fmt: skip
        return trunk


class Choices:
    """The fields of an event after its time and role, asked for one by one."""

    def __init__(self, engine: Engine, trunk: Trunk, again: list[list[int]], cell: int) -> None:
        assert 0 <= cell < NOTE_CELLS
        self._engine = engine
        self._trunk = trunk
        self._again = np.array([again], np.int64)
        self._chosen = [cell]

    def pitches(self) -> Array:
        """(256,) logits; drum keys come after the pitches."""
        return self._ask("pitch", self._trunk.pitch)

    def durations(self, pitch: int) -> Array:
        """(32,) logits, given the pitch's table index."""
        self._chosen.append(pitch)
        return self._ask("duration", self._trunk.duration)

    def velocities(self, duration: int) -> Array:
        """(16,) logits, given the duration class."""
        self._chosen.append(duration)
        return self._ask("velocity", self._trunk.velocity)

    def _ask(self, head: str, known: Array) -> Array:
        chosen = np.array([self._chosen], np.int64)
        logits: Array = self._engine.head(head, known, self._again, chosen)[0]
        return logits
