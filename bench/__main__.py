"""The timings that `lstmelody bench` runs: composing, against baselines on the same machine.

Trust the ratios more than the figures: machines differ, and so do their moods.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from statistics import median
from typing import Any

import click

from composing import (
    along,
    best_of,
    fresh_process,
    from_the_limit,
    rendering_seconds,
    timed,
    together,
)
from lstmelody import composing
from lstmelody.cli.speaking import Tell, as_json, progress, show
from lstmelody.engine import Engine
from lstmelody.recipe import Recipe

RECIPES = [Recipe(bars=64, start=start, seed=1) for start in ("pop", "funk", "ballad")]


SONGS = 32
LONG = 100_000
"""Notes of the endless song."""
HEARD = 180.0
"""Seconds of the song that is rendered."""


@dataclass(frozen=True)
class Report:
    """Named figures, and baselines in notes a second."""

    figures: dict[str, float]
    baselines: dict[str, float]
    model: str

    def to_json(self) -> dict[str, Any]:
        speed = self.figures["notes_per_second"]
        ratios = {name: round(speed / notes, 1) for name, notes in self.baselines.items()}
        return {
            "model": self.model,
            "cores": os.cpu_count(),
            "load_1_minute": round(os.getloadavg()[0], 2),
            **{name: round(figure, 2) for name, figure in self.figures.items()},
            "baselines": {name: round(notes, 1) for name, notes in self.baselines.items()},
            "times_faster": ratios,
        }

    def __str__(self) -> str:
        speed = self.figures["notes_per_second"]
        lines = [f"Model {self.model}, one song at a time on one thread, 64 bars:"]
        lines += [f"  {figure:>9,.1f} {WORDS[name]}" for name, figure in self.figures.items()]
        lines += [
            f"  {speed / notes:>9,.1f} times as fast as {name} ({notes:,.1f} notes a second)"
            for name, notes in self.baselines.items()
        ]
        return "\n".join(lines)


WORDS = {
    "notes_per_second": "notes a second",
    "times_real_time": "times as fast as it is heard",
    "song_seconds": "seconds for a song",
    "first_note_ms": "ms to the first composed note, the starting seed being heard first",
    "together_one_thread": f"notes a second of {SONGS} songs at once, on one thread",
    "together_two_threads": f"notes a second of {SONGS} songs at once, on two threads",
    "last_to_first": f"times as long for the last tenth of {LONG:,} notes as for the first",
    "from_the_limit": "times as long as reading the weights takes, for a note",
    "best_of_four": "times as long for the best of four songs as for one, on all cores",
    "rendering_seconds": f"seconds to render {HEARD / 60:.0f} minutes of music",
    "ready_ms": "ms from the start of a process to its engine",
    "memory_mb": "MB of memory",
}


def measured(tell: Tell) -> Report:
    """All timings; `tell` hears how many of them are done."""
    steps = len(RECIPES) + 5
    engine = Engine.release()
    composing.make_ready(engine)
    timings = []
    for recipe in RECIPES:
        timings.append(timed(recipe, engine))
        tell(len(timings), steps)
    figures = {
        "notes_per_second": median(each.notes_per_second for each in timings),
        "times_real_time": median(each.song_seconds / each.seconds for each in timings),
        "song_seconds": median(each.seconds for each in timings),
        "first_note_ms": median(each.first_note_ms for each in timings),
    }
    for threads, name in ((1, "together_one_thread"), (2, "together_two_threads")):
        figures[name] = together(engine, SONGS, threads)
    tell(len(timings) + 1, steps)
    figures["last_to_first"] = along(engine, LONG)
    tell(len(timings) + 2, steps)
    figures["from_the_limit"] = from_the_limit(engine)
    figures["best_of_four"] = best_of(engine, RECIPES, 4)
    figures["rendering_seconds"] = rendering_seconds(engine, HEARD)
    figures["ready_ms"], figures["memory_mb"] = fresh_process()
    tell(len(timings) + 3, steps)
    baselines = _baselines()
    tell(steps, steps)
    return Report(figures, baselines, engine.version)


def _baselines() -> dict[str, float]:
    """Notes a second of other ways, or nothing where PyTorch isn't installed."""
    if importlib.util.find_spec("torch") is None:
        return {}
    import torch

    import baselines

    torch.set_num_threads(1)
    return baselines.notes_a_second()


@click.command()
@as_json
def main(as_json: bool) -> None:
    """Time composing, against baselines on the same machine."""
    with progress("Timing") as tell:
        report = measured(tell)
    show(report, as_json)


if __name__ == "__main__":
    main()
