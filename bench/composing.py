"""How fast songs are composed: alone, many at once, for ever; and how near that is to the limit."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import beginning, composing, midi, planning, rendering, starters
from lstmelody.desk import Desk
from lstmelody.engine import Engine
from lstmelody.native.compiling import compiled
from lstmelody.recipe import Recipe

READY = """
import resource, time
from lstmelody.engine import Engine
from lstmelody import beginning, composing, starters
from lstmelody.recipe import Recipe
engine = Engine.release()
ready = time.clock_gettime(time.CLOCK_BOOTTIME)
composing.composed(Recipe(bars=16), starters.find("pop"), engine)
print(ready, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Says when a fresh process had its engine, and how many kB it took to compose a song."""


class Timing(NamedTuple):
    """What one song took. The starting seed's notes are given and do not count."""

    notes: int
    seconds: float
    first_note_ms: float
    song_seconds: float

    @property
    def notes_per_second(self) -> float:
        return self.notes / self.seconds


def timed(recipe: Recipe, engine: Engine) -> Timing:
    """Compose a song and throw it away."""
    prompt = starters.find(recipe.start)
    given = composing.begun(recipe, prompt)
    began = time.perf_counter()
    stream = composing.compose(recipe, prompt, engine)
    composed = sum(1 for _ in islice(stream, len(given), len(given) + 1))
    first = time.perf_counter()
    composed += sum(1 for _ in stream)
    ended = time.perf_counter()
    return Timing(composed, ended - began, 1000 * (first - began), given.seconds)


def together(engine: Engine, songs: int, threads: int, rounds: int = 20) -> float:
    """Notes a second of so many songs at once, on so many threads, each with its share of them."""
    desks = [_desk(engine, range(first, songs, threads)) for first in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(rounds // 2):  # past the starting seeds
            list(pool.map(Desk.play, desks))
        began = time.perf_counter()
        events = 0
        for _ in range(rounds):
            done = list(pool.map(Desk.play, desks))
            events += sum(each * songs // threads for each in done)
        return events / (time.perf_counter() - began)


def best_of(engine: Engine, recipes: Sequence[Recipe], takes: int) -> float:
    """How many times as long the best of so many songs takes as one song."""
    ratios = []
    for recipe in recipes:
        one, several = (
            timed(replace(recipe, best_of=count), engine).seconds for count in (1, takes)
        )
        ratios.append(several / one)
    return median(ratios)


def rendering_seconds(engine: Engine, seconds: float) -> float:
    """How long it takes to render so many seconds of a song as a WAV file."""
    recipe = Recipe(seconds=seconds, seed=1)
    song = composing.composed(recipe, starters.find(recipe.start), engine)
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        rendering.render(midi.write(song), Path(folder) / "song.wav")
        return time.perf_counter() - began


def along(engine: Engine, notes: int) -> float:
    """How much longer the last tenth of so many notes of an endless song takes than the first."""
    recipe = Recipe(ending=False, seed=1)
    stream = composing.compose(recipe, starters.find(recipe.start), engine, endless=True)
    first = _seconds_of(stream, notes // 10)
    for _ in islice(stream, notes * 8 // 10):
        pass
    return _seconds_of(stream, notes // 10) / first


def from_the_limit(engine: Engine) -> float:
    """How many times as long a step takes as reading the matrices' weights does."""
    net = engine.network
    matrices = [net.leave, net.cells.matrix]
    for block in net.blocks:
        matrices += [block.heard.matrix, block.remembered, block.spread.matrix, block.gather.matrix]
    weights = [matrix.weights.view(np.int64).ravel() for matrix in matrices]
    reading = _best(lambda: [_read(each) for each in weights])
    desk = _desk(engine, range(1))
    for _ in range(10):
        desk.play()
    return _best(desk.play) / desk.play() / reading


def fresh_process() -> tuple[float, float]:
    """Milliseconds from the start of a process to its engine, and MB that composing takes."""
    began = time.clock_gettime(time.CLOCK_BOOTTIME)
    told = subprocess.run([sys.executable, "-c", READY], check=True, capture_output=True, text=True)
    ready, kilobytes = told.stdout.split()
    return 1000 * (float(ready) - began), float(kilobytes) / 1024


def _desk(engine: Engine, seeds: range) -> Desk:
    """A desk at which long songs are begun, from one starter after another."""
    desk, names = Desk(engine, len(seeds)), list(starters.STARTERS)
    for seed in seeds:
        recipe = Recipe(bars=512, seed=seed, start=names[seed % len(names)], ending=False)
        begun = beginning.begin(recipe, starters.find(recipe.start))
        desk.sit(planning.part_of(recipe, begun, engine.conductor))
    return desk


def _seconds_of(stream: Iterator[object], notes: int) -> float:
    began = time.perf_counter()
    for _ in islice(stream, notes):
        pass
    return time.perf_counter() - began


def _best(what: Callable[[], object], times: int = 30) -> float:
    """The median of how many seconds something takes."""
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        what()
        seconds.append(time.perf_counter() - began)
    return median(seconds)


@compiled
def _read(numbers: NDArray[np.int64]) -> int:
    """Something that can't be had without reading all of them."""
    all_of_them = 0
    for number in numbers:
        all_of_them ^= number
    return all_of_them
