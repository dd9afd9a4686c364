"""How fast a song is composed: notes a second on one thread, and the wait for the first one."""

from __future__ import annotations

import time
from itertools import islice
from typing import NamedTuple

from lstmelody import composing, starters
from lstmelody.engine import Engine
from lstmelody.recipe import Recipe


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
