"""Recipe → a stream of notes that ends in its last bar, the same for the same recipe.

Knows recipes, what they start from, and the desk that songs are composed on. Does not know files,
tensors or the web.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from lstmelody import choosing, midi, planning, roles, starters
from lstmelody.desk import Desk
from lstmelody.engine import Engine
from lstmelody.errors import BadMidi
from lstmelody.music import Note, Song
from lstmelody.native.compiling import compiled_before
from lstmelody.recipe import Recipe

Told = Callable[[int, int], None]
"""Told how many bars are composed, and how many there will be."""


def start_from(data: bytes) -> Song:
    """A user's MIDI file as what a song starts from, or `BadMidi`."""
    song = roles.arranged(midi.read(data))
    if not len(song):
        raise BadMidi("There is nothing to go on from in this MIDI file.", "no notes")
    return song


def begun(recipe: Recipe, start: Song) -> Song:
    """The song before anything of it is composed: what it keeps of its start, its length and tempo.

    Raises `BadRecipe` where the recipe can't be composed from this start.
    """
    return planning.begin(recipe, start).song


def compose(
    recipe: Recipe, start: Song, engine: Engine, *, endless: bool = False
) -> Iterator[Note]:
    """The notes of the song in canonical order, those that are kept of its start among them.

    The same recipe, start and engine give the same notes. Every note lies within the song. With
    `endless` a recipe without an `ending` goes on for ever; what it breaks off is its beginning.
    """
    assert not (endless and recipe.ending), "a song with an ending is not endless"
    begun = planning.begin(recipe, start)
    first, end = begun.skipped * begun.given.meter.bar_steps, begun.given.steps
    if endless:
        end = planning.FOREVER
    several = recipe.best_of > 1 and not endless
    for note in (_best if several else _played)(recipe, start, engine, end):
        if first <= note.onset < end:
            length = min(note.duration, end - note.onset)
            yield note._replace(onset=note.onset - first, duration=length)


def _played(recipe: Recipe, start: Song, engine: Engine, end: int) -> Iterator[Note]:
    """The notes from the beginning of the start on, as they are composed, and a few more."""
    desk = Desk(engine)
    song = desk.sit(planning.part_of(recipe, start, engine.conductor))
    while not song.ended and desk.steps(song) < end:
        desk.play()
        yield from desk.notes(song)


def _best(recipe: Recipe, start: Song, engine: Engine, end: int) -> list[Note]:
    """The notes of the best of several songs, which are composed side by side."""
    given, takes = planning.begin(recipe, start).given, range(recipe.best_of)
    desk = Desk(engine, recipe.best_of)
    parts = [planning.part_of(recipe, start, engine.conductor, take) for take in takes]
    songs = [desk.sit(part) for part in parts]
    played: list[list[Note]] = [[] for _ in songs]
    while not all(song.ended or desk.steps(song) >= end for song in songs):
        desk.play()
        for notes, song in zip(played, songs, strict=True):
            notes += [note for note in desk.notes(song) if note.onset < end]
    faults = [
        choosing.faults(replace(given, notes=np.array(notes, np.int32).reshape(-1, 5)), part)
        for notes, part in zip(played, parts, strict=True)
    ]
    likely = [
        desk.nats(song) / max(1, len(notes)) for song, notes in zip(songs, played, strict=True)
    ]
    return played[choosing.best(faults, likely)]


def composed(recipe: Recipe, start: Song, engine: Engine, progress: Told = lambda *_: None) -> Song:
    """The whole song that `compose` yields."""
    song, notes, bar = begun(recipe, start), [], -1
    for note in compose(recipe, start, engine):
        notes.append(note)
        if note.onset // song.meter.bar_steps > bar:
            bar = note.onset // song.meter.bar_steps
            progress(bar, song.bars)
    progress(song.bars, song.bars)
    return replace(song, notes=np.array(notes, np.int32).reshape(-1, 5))


def is_ready() -> bool:
    """Whether composing can begin at once, or must be compiled first: see `make_ready`."""
    return compiled_before("play")


def make_ready(engine: Engine) -> None:
    """Have all compiled that composing needs: half a minute, the first time on a machine."""
    composed(Recipe(bars=4, start=starters.NONE), starters.find(starters.NONE), engine)
