"""Figures of the scorecard → charts: curves of models over the area of real songs.

Knows which figures a chart is made of. Does not know HTML.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from lstmelody.corpus import drawing

COLOURS = ("chords", "drums")
"""Of the model that is judged, and of the one it is set against; real songs are grey."""

Figures = dict[str, Any]


class Curve(NamedTuple):
    """A line, and whose it is."""

    path: str
    colour: str


class Chart(NamedTuple):
    """Curves of models over the area of real songs."""

    title: str
    words: str
    real: str
    models: list[Curve]
    width: int
    ticks: list[drawing.Tick]


class Line(NamedTuple):
    """A row of a table: what it is of, the real figure, and those of the models."""

    title: str
    real: str
    models: list[str]


def number(value: float | None, digits: int = 3) -> str:
    """A figure as a table shows it; a dash for what is not known."""
    return "–" if value is None else f"{value:.{digits}g}"


def similarity(models: list[Figures]) -> Chart:
    real = models[0]["similarity"]["real"]
    lags = sum(value is not None for value in real["mean"])
    curves = [
        drawing.curve(_known(model["similarity"]["made"]["mean"], lags), 1) for model in models
    ]
    return Chart(
        title="How alike a bar is to those before it",
        words="Mean of the real songs as a grey line; eight real songs in ten lie in the area.",
        real=drawing.band(_known(real["p10"], lags), _known(real["p90"], lags), 1),
        models=[
            Curve(drawing.curve(_known(real["mean"], lags), 1), "real"),
            *map(Curve._make, zip(curves, COLOURS, strict=False)),
        ],
        width=max(1, lags - 1),
        ticks=[
            drawing.Tick(round(100 * (lag - 1) / max(1, lags - 1), 2), str(lag))
            for lag in (1, 4, 8, 16, 24, 32, 40)
            if lag <= lags
        ],
    )


def features(models: list[Figures]) -> list[tuple[str, list[tuple[Chart, list[Line]]]]]:
    """The charts of each group of features, each with its overlaps."""
    named = models[0]["features"].items()
    return [
        (group, [_feature(name, models) for name, _ in some])
        for group, some in groupby(named, key=lambda each: each[1]["group"])
    ]


def _feature(name: str, models: list[Figures]) -> tuple[Chart, list[Line]]:
    found = [model["features"][name] for model in models]
    first = found[0]
    words = f"real {around(first['real'])}; made " + " and ".join(
        around(each["made"]) for each in found
    )
    overlaps = [
        Line(title, number(first[f"{key}_floor"], 2), [number(each[key], 2) for each in found])
        for title, key in {"overlap": "overlap", "of distances": "set_overlap"}.items()
    ]
    density = [each["density"] for each in found]
    if None in density:
        return Chart(first["title"], words, "", [], 1, []), overlaps
    most = max(max(max(each["real"]), max(each["made"])) for each in density)
    low, high = density[0]["from"], density[0]["to"]
    chart = Chart(
        title=first["title"],
        words=words,
        real=drawing.area(density[0]["real"], most),
        models=[
            Curve(drawing.curve(_on(each, low, high), most), colour)
            for each, colour in zip(density, COLOURS, strict=False)
        ],
        width=len(density[0]["real"]) - 1,
        ticks=[
            drawing.Tick(0, number(low)),
            drawing.Tick(50, number((low + high) / 2)),
            drawing.Tick(100, number(high)),
        ],
    )
    return chart, overlaps


def _on(density: Figures, low: float, high: float) -> list[float]:
    """A model's density on the axis of the first, which may reach less or further."""
    made, start, stop = density["made"], density["from"], density["to"]
    cell, whole_ = (stop - start) / len(made), (high - low) / len(made)
    moved = []
    for at in range(len(made)):
        place = (low + (at + 0.5) * whole_ - start) / cell
        moved.append(made[int(place)] * whole_ / cell if 0 <= place < len(made) else 0.0)
    return moved


def histograms(models: list[Figures]) -> list[tuple[Chart, list[Line]]]:
    charts = []
    for name, first in models[0]["histograms"].items():
        found = [model["histograms"][name] for model in models]
        kept = _used([first["real"], *(each["made"] for each in found)])
        if not kept:
            continue
        shares = [[row[at] for at in kept] for row in (first["real"], *(e["made"] for e in found))]
        most = max(map(max, shares)) or 1
        overlap = Line(
            "overlap of distances",
            number(first["set_overlap_floor"], 2),
            [number(each["set_overlap"], 2) for each in found],
        )
        chart = Chart(
            title=first["title"],
            words=f"from {first['classes'][kept[0]]} to {first['classes'][kept[-1]]}",
            real=drawing.outline(shares[0], most) + "Z",
            models=[
                Curve(drawing.outline(row, most), colour)
                for row, colour in zip(shares[1:], COLOURS, strict=False)
            ],
            width=len(kept),
            ticks=[
                drawing.Tick(round(100 * (place + 0.5) / len(kept), 2), first["classes"][at])
                for place, at in enumerate(kept)
                if place % max(1, len(kept) // 6) == 0
            ],
        )
        charts.append((chart, [overlap]))
    return charts


def _used(rows: list[list[float]]) -> list[int]:
    """From the first to the last class that any set has a thousandth in."""
    if not all(rows):
        return []
    used = [at for at in range(len(rows[0])) if any(row[at] >= 1e-3 for row in rows)]
    return list(range(used[0], used[-1] + 1)) if used else []


def _known(values: list[float | None], count: int) -> list[float]:
    return [value or 0.0 for value in [*values, *[None] * count][:count]]


def around(spread: Figures) -> str:
    return f"{number(spread['mean'])} ± {number(spread['sd'], 2)}"
