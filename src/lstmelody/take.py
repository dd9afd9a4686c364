"""One song as it grows: what was heard so far, and what the network remembers of it.

Keeps events, looks back over them, and asks the engine. Knows the model's inputs. Does not know
what may be played or how to choose.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from lstmelody.conditions import place
from lstmelody.engine import Array, Engine, Trunk
from lstmelody.events import NOTE_CELLS, REST, encode, key
from lstmelody.inputs import AHEAD_CLASSES, START, pitch_index
from lstmelody.lookback import LAGS, LINE, NONE, look_again_from, look_back_from
from lstmelody.music import Meter, Role, Song
from lstmelody.outlines import Brief, Here, along

_NOTHING = [NONE, 0, 0, 0, 0, 0]
_NOT_PLAYED = [0, 0, 0, 0]
_NONE_GIVEN = [0] * len(AHEAD_CLASSES)
_LAG = Here._fields.index("lag")


class Take:
    """A growing song. `cells` always holds the logits of what comes next."""

    def __init__(self, engine: Engine, meter: Meter, brief: Brief) -> None:
        self._engine = engine
        self._meter = meter
        self._brief = brief
        halves = np.arange(2 * len(brief.outline) + 2) * meter.bar_steps // 2
        self._here = along(brief.outline, halves, meter).tolist()
        self._rows: list[list[int]] = []
        self._keys: list[int] = []
        self._times: list[int] = []
        self._onsets: dict[Role, list[int]] = {role: [] for role in Role}
        self._lines: dict[Role, list[list[int]]] = {role: [_NOT_PLAYED] * LINE for role in Role}
        self._state = engine.start(1)
        self._trunk = self._step([0, START, 0, 0, 0], [_NOTHING] * len(LAGS))

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

    def played(self, role: Role, since: int) -> int:
        """How many notes of a role were heard after a time."""
        return len(self._onsets[role]) - bisect_right(self._onsets[role], since)

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
        self._onsets[role].append(self.time)
        self._lines[role] = [[1, *row[2:]], *self._lines[role][: LINE - 1]]

    def choices(self, shift: int, role: Role) -> Choices:
        """The later fields of the next event, once its time and role are chosen."""
        time = self.time + shift
        then = look_again_from(self._keys, time, role, self._meter.bar_steps)
        again = [_NOT_PLAYED if at is None else [1, *self._rows[at][2:]] for at in then]
        again += [self._named(again, time, _NOT_PLAYED), *self._lines[role]]
        return Choices(self._engine, self._trunk, again, shift * len(Role) + role)

    def _grow(self, row: list[int], time: int, pitch: int) -> None:
        self._rows.append(row)
        self._times.append(time)
        self._keys.append(key(time, row[1], pitch))
        found = [
            [gap, *self._rows[event][1:], exact] if gap != NONE else _NOTHING
            for event, gap, exact in look_back_from(self._keys, self._times, self._meter.bar_steps)
        ]
        self._trunk = self._step(row, found)

    def _step(self, row: list[int], found: list[list[int]]) -> Trunk:
        place_here = place(self.time, self._meter, self._brief.bars)
        context = [*place_here, *self._brief.frame, *self._here_at(self.time)]
        found = [*found, self._named(found, self.time, _NOTHING)]
        given = [np.array([each], np.int64) for each in (row, context, found, _NONE_GIVEN)]
        trunk, self._state = self._engine.step(given, self._state)
        return trunk

    def _here_at(self, time: int) -> list[int]:
        """What the outline tells of the bar in which a time lies."""
        half = 2 * time // self._meter.bar_steps
        here: list[int] = self._here[min(half, len(self._here) - 1)]
        return here

    def _named(self, looks: list[list[int]], time: int, nothing: list[int]) -> list[int]:
        """The look back at the lag that the outline names."""
        lag = self._here_at(time)[_LAG] - 2
        return nothing if lag < 0 else looks[lag]


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
