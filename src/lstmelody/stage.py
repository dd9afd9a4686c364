"""Songs that are composed side by side as they are asked for: told bar by bar, and changed live.

Songs that have an end share a desk; one without has a desk of its own and keeps a little ahead of
who listens. Knows recipes, desks and the time. Does not know processes, files or the web.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from math import ceil
from time import monotonic
from typing import NamedTuple

import numpy as np

from lstmelody import asked, beginning, changes, choosing, planning
from lstmelody.asked import Delivered
from lstmelody.beginning import Begun
from lstmelody.changes import Change, Value
from lstmelody.choosing import Take
from lstmelody.composing import cut
from lstmelody.desk import Desk
from lstmelody.engine import Engine
from lstmelody.errors import Conflict
from lstmelody.music import Note, Role, Song, Tempo, seconds_at, step_at
from lstmelody.native.seats import ROUNDS
from lstmelody.recipe import LONGEST, RANGES, Recipe
from lstmelody.seating import Playing

SEATS = 32
"""Songs that have an end and are composed at a time; others wait for a seat."""
AHEAD_SECONDS = 6.0
"""How far a song without end is composed ahead of who listens from its beginning on: so late is a
change heard at most."""


class Finished(NamedTuple):
    """A song that is composed."""

    recipe: Recipe
    """With all changes that were made on the way."""
    song: Song
    delivered: dict[Role, Delivered]


class Heard(NamedTuple):
    """What came of a song since it was last told."""

    key: Hashable
    notes: list[Note]
    """Of whole bars."""
    bars_done: int
    bars_total: int | None
    """None for a song without end."""
    tempos: tuple[Tempo, ...]
    """All of the song that are known by now, among them those of these bars."""
    finished: Finished | None = None


@dataclass
class _Song:
    """A song on the stage."""

    key: Hashable
    recipe: Recipe
    start: Song
    begun: Begun
    endless: bool
    desk: Desk
    takes: list[Playing] = field(default_factory=list)
    notes: list[list[Note]] = field(default_factory=list)
    seen: int = 0
    """Of the notes of its only take so many were looked at, and `told` of them told."""
    told: int = 0
    since: float = field(default_factory=lambda: monotonic())

    @property
    def bar_steps(self) -> int:
        return self.begun.given.meter.bar_steps

    @property
    def end(self) -> int:
        return beginning.FOREVER if self.endless else self.begun.bars * self.bar_steps

    @property
    def steps(self) -> int:
        """How far all of its takes have come."""
        steps = (self.end if each.ended else self.desk.steps(each) for each in self.takes)
        return min(self.end, *steps, beginning.FOREVER)

    @property
    def tempos(self) -> tuple[Tempo, ...]:
        return (self.begun.endless if self.endless else self.begun.song).all_tempos

    @property
    def is_ahead(self) -> bool:
        """Whether it need not be composed on right now."""
        song = self.begun.given
        begins = seconds_at(song, self.begun.first * self.bar_steps)
        heard = step_at(song, begins + monotonic() - self.since + AHEAD_SECONDS)
        return self.endless and self.steps > heard


class Stage:
    """Songs that are composed by one thread."""

    def __init__(self, engine: Engine, seats: int = SEATS) -> None:
        self._engine = engine
        self._desk = Desk(engine, seats)
        self._songs: dict[Hashable, _Song] = {}
        self._waiting: deque[_Song] = deque()

    def __len__(self) -> int:
        return len(self._songs) + len(self._waiting)

    def begin(self, key: Hashable, recipe: Recipe, start: Song, *, endless: bool = False) -> None:
        """Compose another song, as soon as there is a seat; or `BadRecipe`."""
        assert not (endless and recipe.ending), "a song with an ending is not endless"
        begun = beginning.begin(recipe, start)
        desk = Desk(self._engine) if endless else self._desk
        self._waiting.append(_Song(key, recipe, start, begun, endless, desk))
        self._seat()

    def drop(self, key: Hashable) -> None:
        """Forget a song."""
        self._waiting = deque(song for song in self._waiting if song.key != key)
        if song := self._songs.pop(key, None):
            for take in song.takes:
                song.desk.leave(take)
            self._seat()

    def change(self, key: Hashable, settings: dict[str, Value]) -> Recipe:
        """Change settings from the next note on; the recipe with the change written down.

        Raises `BadRecipe` for what can't be, and `Conflict` for a song that can't be changed.
        """
        song = self._on_stage(key)
        if song.recipe.best_of > 1:
            raise Conflict("This song is the best of several: it can't be changed on its way.")
        [take] = song.takes
        step = max(song.desk.steps(take) + 1, song.begun.first * song.bar_steps)
        bar, within = divmod(step - song.begun.skipped * song.bar_steps, song.bar_steps)
        told = _with_change(song.recipe, Change(bar + 1, within, settings))
        begun = beginning.begin(told, song.start)
        turns = planning.turns_of(told, begun, self._engine.conductor)
        song.desk.turn(take, [turn for turn in turns if turn.step >= step])
        song.recipe, song.begun = told, begun
        return told

    def stop(self, key: Hashable) -> Recipe:
        """End a song without end with the bar it is in, or as soon as it is long enough to keep."""
        song = self._on_stage(key)
        if song.endless:
            fewest = int(RANGES["bars"][0])
            bars = max(fewest, ceil(song.steps / song.bar_steps) - song.begun.skipped)
            song.recipe = replace(song.recipe, bars=min(bars, LONGEST), seconds=None)
            song.begun = beginning.begin(song.recipe, song.start)
            song.endless = False
        return song.recipe

    @property
    def is_waiting(self) -> bool:
        """Whether there is nothing to compose right now."""
        return all(song.is_ahead for song in self._songs.values())

    def play(self, rounds: int = ROUNDS) -> list[Heard]:
        """Play some rounds of all songs; what came of them."""
        desks = {id(song.desk): song.desk for song in self._songs.values() if not song.is_ahead}
        for desk in desks.values():
            desk.play(rounds)
        heard = [each for song in [*self._songs.values()] for each in self._heard(song)]
        self._seat()
        return heard

    def _on_stage(self, key: Hashable) -> _Song:
        if key not in self._songs:
            raise Conflict("This song is not being composed right now.")
        return self._songs[key]

    def _seat(self) -> None:
        """Have the songs that wait begin where there are seats for them; those that share a desk
        in their order."""
        waiting, self._waiting = self._waiting, deque()
        for song in waiting:
            takes = min(song.recipe.best_of, len(song.desk.seats))
            in_line = any(song.desk is other.desk for other in self._waiting)
            if in_line or song.desk.free < takes:
                self._waiting.append(song)
                continue
            self._songs[song.key] = song
            for number in range(takes):
                part = planning.part_of(song.recipe, song.begun, self._engine.conductor, number)
                song.takes.append(song.desk.sit(part))
                song.notes.append([])

    def _heard(self, song: _Song) -> Iterator[Heard]:
        for notes, take in zip(song.notes, song.takes, strict=True):
            notes += song.desk.notes(take)
        if song.endless and song.steps >= LONGEST * song.bar_steps:
            self.stop(song.key)
        over = song.steps >= song.end
        bar = song.begun.bars if over else song.steps // song.bar_steps
        bars = max(0, bar - song.begun.skipped)
        total = None if song.endless else song.begun.bars - song.begun.skipped
        if over:
            finished = self._finished(song)
            self.drop(song.key)
            notes = [Note(*row) for row in finished.song.notes[song.told :].tolist()]
            yield Heard(song.key, notes, bars, total, song.tempos, finished)
        elif len(song.takes) == 1 and (notes := self._new(song, bars)):
            yield Heard(song.key, notes, bars, total, song.tempos)

    def _new(self, song: _Song, bars: int) -> list[Note]:
        """The notes of whole bars that were not told."""
        first, last = (each * song.bar_steps for each in (song.begun.skipped, bars))
        notes, begins = song.notes[0], song.seen
        while song.seen < len(notes) and notes[song.seen].onset < first + last:
            song.seen += 1
        new = list(cut(notes[begins : song.seen], first, song.end))
        song.told += len(new)
        return new

    def _finished(self, song: _Song) -> Finished:
        begun = song.begun
        frame = replace(begun.given, bars=begun.bars)
        takes = [
            Take(
                [note for note in notes if note.onset < song.end], each.asked, song.desk.nats(each)
            )
            for notes, each in zip(song.notes, song.takes, strict=True)
        ]
        take = choosing.chosen(frame, begun.composed, takes)
        notes = cut(take.notes, begun.skipped * song.bar_steps, song.end)
        rows = np.fromiter(chain.from_iterable(notes), np.int32).reshape(-1, 5)
        whole = replace(begun.song, notes=rows)
        bars = [take.asked[bar] for bar in begun.composed if bar in take.asked]
        first = begun.first - begun.skipped + len(begun.composed) - len(bars)
        return Finished(song.recipe, whole, asked.delivered(whole, first, bars))


def _with_change(recipe: Recipe, change: Change) -> Recipe:
    """The recipe with one more change, together with one that it has at the same moment."""
    told = {each[:2]: each for each, _ in recipe.turns}
    before = told.get(change[:2])
    settings = {**before.settings, **change.settings} if before else change.settings
    told[change[:2]] = change._replace(settings=settings)
    return replace(recipe, changes=changes.text_of(told[place] for place in sorted(told)))
