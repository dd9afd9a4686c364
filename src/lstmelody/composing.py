"""Recipe → a stream of notes that ends in its last bar, the same for the same recipe.

Knows recipes, what they start from, and the desk that songs are composed on. Does not know files,
tensors or the web.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np

from lstmelody import asked, beginning, choosing, midi, midi_texts, planning, roles, starters
from lstmelody.asked import Asked, Delivered
from lstmelody.beginning import Begun
from lstmelody.choosing import Take
from lstmelody.desk import Desk
from lstmelody.engine import Engine
from lstmelody.errors import BadMidi
from lstmelody.music import Note, Role, Song
from lstmelody.native.compiling import compiled_before
from lstmelody.recipe import TEXT_BEGINS, Recipe

Told = Callable[[int, int], None]
"""Told how many bars are composed, and how many there will be."""


def start_from(data: bytes) -> Song:
    """A user's MIDI file as what a song starts from, or `BadMidi`.

    One that was composed here keeps all its tempos; others have the one that holds longest.
    """
    traced = midi.traced(data)
    song = roles.arranged(traced.score)
    if not len(song):
        raise BadMidi("There is nothing to go on from in this MIDI file.", "no notes")
    ticks, onsets = traced.notes.tick, song.notes[[0, -1], 0] * midi.TICKS_PER_STEP
    as_written = [ticks.min(), ticks.max()] == onsets.tolist()
    if not as_written or midi_texts.text_of(data, TEXT_BEGINS) is None:
        return song
    (_, bpm), *tempos = midi.tempos_of(data)
    own = replace(song, bpm=bpm, tempos=tuple(each for each in tempos if each[0] < song.steps))
    return own if own.tempos else song


def begun(recipe: Recipe, start: Song) -> Song:
    """The song before anything of it is composed: what it keeps of its start, its length and tempo.

    Raises `BadRecipe` where the recipe can't be composed from this start.
    """
    return beginning.begin(recipe, start).song


def begun_endless(recipe: Recipe, start: Song) -> Song:
    """The same of a song without end, with every change of tempo that it has by now."""
    return beginning.begin(recipe, start).endless


class Composition(Iterator[Note]):
    """The notes of a song as they are composed, and what was asked of it; see `compose`."""

    def __init__(self, recipe: Recipe, start: Song, engine: Engine, *, endless: bool) -> None:
        self.begun = beginning.begin(recipe, start)
        self._asked: Mapping[int, Asked] = {}
        given = self.begun.given.meter.bar_steps
        end = beginning.FOREVER if endless else self.begun.bars * given
        several = recipe.best_of > 1 and not endless
        played = (self._best if several else self._played)(recipe, engine, end)
        self._notes = cut(played, self.begun.skipped * given, end)

    def __next__(self) -> Note:
        return next(self._notes)

    def whole(self, progress: Told = lambda *_: None) -> Song:
        """The song, once the rest of it is composed; of a song without end there is none."""
        song, notes, bar = self.begun.song, [], -1
        for note in self:
            notes.append(note)
            if note.onset // song.meter.bar_steps > bar:
                bar = note.onset // song.meter.bar_steps
                progress(bar, song.bars)
        progress(song.bars, song.bars)
        return replace(song, notes=np.array(notes, np.int32).reshape(-1, 5))

    def delivered(self, song: Song) -> dict[Role, Delivered]:
        """What each role plays of what was asked of it, once the song is whole."""
        bars = [self._asked[bar] for bar in self.begun.composed]
        return asked.delivered(song, self.begun.first - self.begun.skipped, bars)

    def _played(self, recipe: Recipe, engine: Engine, end: int) -> Iterator[Note]:
        """The notes from the beginning of the start on, as they are composed, and a few more."""
        desk = Desk(engine)
        song = desk.sit(planning.part_of(recipe, self.begun, engine.conductor))
        self._asked = song.asked
        while not song.ended and desk.steps(song) < end:
            desk.play()
            yield from desk.notes(song)

    def _best(self, recipe: Recipe, engine: Engine, end: int) -> Iterator[Note]:
        """The notes of the best of several songs, which are composed side by side."""
        frame = replace(self.begun.given, bars=self.begun.bars)
        takes = _takes(recipe, self.begun, engine, end)
        take = choosing.chosen(frame, self.begun.composed, takes)
        self._asked = take.asked
        yield from take.notes


def compose(recipe: Recipe, start: Song, engine: Engine, *, endless: bool = False) -> Composition:
    """The notes of the song in canonical order, those that are kept of its start among them.

    The same recipe, start and engine give the same notes. Every note lies within the song. With
    `endless` a recipe without an `ending` goes on for ever; what it breaks off is its beginning.
    Raises `BadRecipe` where the recipe can't be composed from this start.
    """
    assert not (endless and recipe.ending), "a song with an ending is not endless"
    return Composition(recipe, start, engine, endless=endless)


def composed(recipe: Recipe, start: Song, engine: Engine, progress: Told = lambda *_: None) -> Song:
    """The whole song that `compose` yields."""
    return compose(recipe, start, engine).whole(progress)


def cut(notes: Iterable[Note], first: int, end: int) -> Iterator[Note]:
    """The notes that begin within these steps, counted from there, and end there as well."""
    for note in notes:
        if first <= note.onset < end:
            length = min(note.duration, end - note.onset)
            yield note._replace(onset=note.onset - first, duration=length)


def _takes(recipe: Recipe, begun: Begun, engine: Engine, end: int) -> list[Take]:
    """All songs of a recipe, as many at a time as there are processors."""
    desks = min(recipe.best_of, os.cpu_count() or 1)
    shares = [range(recipe.best_of)[number::desks] for number in range(desks)]
    side_by_side = partial(_side_by_side, recipe, begun, engine, end)
    with ThreadPoolExecutor(desks) as threads:
        played = dict(pair for pairs in threads.map(side_by_side, shares) for pair in pairs)
    return [played[number] for number in range(recipe.best_of)]


def _side_by_side(
    recipe: Recipe, begun: Begun, engine: Engine, end: int, numbers: Sequence[int]
) -> list[tuple[int, Take]]:
    """Some of the songs of a recipe, composed on one desk."""
    desk = Desk(engine, len(numbers))
    parts = {
        number: planning.part_of(recipe, begun, engine.conductor, number) for number in numbers
    }
    playing = {number: desk.sit(part) for number, part in parts.items()}
    notes: dict[int, list[Note]] = {number: [] for number in numbers}
    takes = []
    while playing:
        desk.play()
        for number, song in [*playing.items()]:
            notes[number] += [note for note in desk.notes(song) if note.onset < end]
            if song.ended or desk.steps(song) >= end:
                takes.append((number, Take(notes[number], song.asked, desk.nats(song))))
                desk.leave(playing.pop(number))
    return takes


def is_ready() -> bool:
    """Whether composing can begin at once, or must be compiled first: see `make_ready`."""
    return compiled_before("play")


def make_ready(engine: Engine) -> None:
    """Have all compiled that composing needs: half a minute, the first time on a machine."""
    composed(Recipe(bars=4, start=starters.NONE), starters.find(starters.NONE), engine)
