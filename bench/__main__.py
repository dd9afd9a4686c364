"""The timings that `lstmelody bench` runs: composing, against baselines on the same machine.

Trust the ratios more than the figures: machines differ, and so do their moods.
"""

from __future__ import annotations

import importlib.util
import os
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

import click

from composing import timed
from lstmelody.cli.speaking import Tell, as_json, progress, show
from lstmelody.engine import Engine
from lstmelody.recipe import Recipe

RECIPES = [Recipe(bars=64, start=start, seed=1) for start in ("pop", "funk", "ballad")]


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
        lines = [
            f"Model {self.model}, one song at a time on one thread, 64 bars:",
            f"  {speed:>9.1f} notes a second",
            f"  {self.figures['times_real_time']:>9.1f} times as fast as it is heard",
            f"  {self.figures['first_note_ms']:>9.1f} ms to the first composed note",
            f"  {self.figures['load_ms']:>9.1f} ms to load the model",
        ]
        lines += [
            f"  {speed / notes:>9.1f} times as fast as {name} ({notes:.1f} notes a second)"
            for name, notes in self.baselines.items()
        ]
        return "\n".join(lines)


def measured(tell: Tell) -> Report:
    """All timings; `tell` hears how many of them are done."""
    steps = len(RECIPES) + 2
    began = time.perf_counter()
    engine = Engine.release()
    load_ms = 1000 * (time.perf_counter() - began)
    timings = []
    for recipe in RECIPES:
        timings.append(timed(recipe, engine))
        tell(len(timings), steps)
    baselines = _baselines()
    tell(steps, steps)
    figures = {
        "notes_per_second": median(each.notes_per_second for each in timings),
        "times_real_time": median(each.song_seconds / each.seconds for each in timings),
        "first_note_ms": median(each.first_note_ms for each in timings),
        "load_ms": load_ms,
    }
    return Report(figures, baselines, engine.version)


def _baselines() -> dict[str, float]:
    """Notes a second of plain LSTMs, or nothing where PyTorch isn't installed."""
    if importlib.util.find_spec("torch") is None:
        return {}
    import torch

    import baselines

    torch.set_num_threads(1)
    return {
        "a plain 3x512 LSTM in PyTorch, float32, a note a step": baselines.state_kept(300),
        "the same reading 128 notes again for each": baselines.window_read_again(30),
    }


@click.command()
@as_json
def main(as_json: bool) -> None:
    """Time composing, against baselines on the same machine."""
    with progress("Timing") as tell:
        report = measured(tell)
    show(report, as_json)


if __name__ == "__main__":
    main()
