"""A picture of how a run learned. Knows rows of measurements; does not know the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib.figure import Figure  # noqa: E402  # the backend has to be chosen first


def draw(runs: Mapping[str, Sequence[Mapping[str, float]]], path: Path) -> None:
    """Bits per note over millions of notes seen, of each named run, as a PNG."""
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    for name, history in runs.items():
        for part, style in (("train", ":"), ("valid", "-")):
            rows = [row for row in history if part in row]
            notes = [row["notes"] / 1e6 for row in rows]
            axes.plot(notes, [row[part] for row in rows], style, label=f"{name}, {part}")
    axes.set(xlabel="notes seen (millions)", ylabel="bits per note")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)
