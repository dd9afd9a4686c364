"""The songs that are judged: composed by fixed recipes on all cores and kept, or real ones.

A composed song is kept in a folder under what made it (model, recipe and our own code), so that a
judging that was broken off goes on. Knows recipes and files. Does not know what is measured.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np

import lstmelody
from lstmelody import composing, reading, starters
from lstmelody.encoded import Encoded, song_of
from lstmelody.engine import Engine
from lstmelody.events import decode, encode
from lstmelody.files import whole
from lstmelody.music import Ints, Song, bar_range
from lstmelody.recipe import Recipe
from lstmelody.scorecard import Tally
from lstmelody.shards import Shards

T = TypeVar("T")
Told = Callable[[int, int], None]
"""Told how many songs are composed, of how many."""
Compose = Callable[[Sequence[Recipe]], list[Song]]
"""What every part of the scorecard asks for songs."""


@dataclass(frozen=True)
class Studio:
    """A model, processes that compose with it, and the folder in which songs are kept."""

    model: str
    folder: Path
    executor: Executor
    told: Told

    def compose(
        self, recipes: Sequence[Recipe], prompts: Sequence[Song] | None = None
    ) -> list[Song]:
        """The song of each recipe, as the model would be taught it.

        It goes on from the starter of its recipe, or from a prompt of its own.
        """
        prompts = prompts or [prompt_of(recipe) for recipe in recipes]
        asked = list(zip(recipes, prompts, strict=True))
        kept = [self.folder / f"{_name(self.model, *each)}.npy" for each in asked]
        waiting = {
            self.executor.submit(notes_of, self.model, *each): path
            for each, path in zip(asked, kept, strict=True)
            if not path.exists()
        }
        done = len(recipes) - len(waiting)
        self.told(done, len(recipes))
        for count, future in enumerate(as_completed(waiting), start=done + 1):
            with whole(waiting[future]) as path, path.open("wb") as file:
                np.save(file, future.result())
            self.told(count, len(recipes))
        return [
            as_taught(replace(composing.begun(*each), notes=np.load(path)))
            for each, path in zip(asked, kept, strict=True)
        ]


@contextmanager
def processes() -> Iterator[Executor]:
    """One process for every core that we may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    executor = ProcessPoolExecutor(cores, mp_context=context)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def recipes_of(count: int, bars: int) -> list[Recipe]:
    """So many recipes: every starter in turn, each with a seed of its own, or songs would share
    their dice."""
    names = list(starters.STARTERS)
    return [Recipe(bars=bars, start=names[n % len(names)], seed=n) for n in range(count)]


def prompt_of(recipe: Recipe) -> Song:
    """The starter that a song begins with."""
    return starters.find(recipe.start)


def composed_part(song: Song, recipe: Recipe) -> Song:
    """The song without the starter that it was begun with."""
    return bar_range(song, min(prompt_of(recipe).bars, song.bars // 2), song.bars)


def notes_of(model: str, recipe: Recipe, prompt: Song) -> Ints:
    """The notes of a recipe's song, in whichever process this is called."""
    return composing.composed(recipe, prompt, _engine(model)).notes


def as_taught(song: Song) -> Song:
    """The song with lengths and velocities as prepared songs have them, or all would tell it."""
    return replace(song, notes=decode(encode(song), song.meter))


def bits_of(model: str, real: Sequence[Encoded]) -> Tally:
    """How well the model foretells songs, in whichever process this is called."""
    return reading.bits(_engine(model), real)


def version_of(model: str) -> str:
    """The version of a model that composes; `BadData` for what is none."""
    return _engine(model).version


def opening_of(song: Encoded, bars: int) -> Song:
    """The first bars of a real song."""
    return bar_range(song_of(song), 0, min(bars, song.bars))


def real_songs(data: Shards, split: str, at_least: int, most: int) -> list[Encoded]:
    """Real songs of so many bars or more, spread evenly over those of the split."""
    long_enough = [
        (shard, row) for shard, row in data.rows(split) if shard.rows["bars"][row] >= at_least
    ]
    return [shard.song(row) for shard, row in evenly(long_enough, most)]


def evenly(items: Sequence[T], most: int) -> list[T]:
    """So many of the items at most, as far apart as they can be."""
    if len(items) <= most:
        return list(items)
    return [items[number * len(items) // most] for number in range(most)]


@cache
def _engine(model: str) -> Engine:
    return Engine.release() if model == "release" else Engine.load(Path(model))


def _name(model: str, recipe: Recipe, prompt: Song) -> str:
    """Names all that a song depends on."""
    opening = hashlib.sha256(prompt.notes.tobytes()).hexdigest()
    made_by = [_engine(model).version, recipe.to_json(), opening, _code()]
    return hashlib.sha256(json.dumps(made_by).encode()).hexdigest()[:20]


@cache
def _code() -> str:
    """A hash of all of our modules that could have a part in composing."""
    package = Path(lstmelody.__file__).parent
    folders = (package, package / "native", package / "starters")
    modules = [module for folder in folders for module in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()
