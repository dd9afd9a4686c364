"""The scorecard for people: `scorecard.html`, one file that asks for nothing else.

Knows which chart shows which figure. Does not know how figures are found.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from lstmelody.corpus import drawing
from lstmelody.corpus import page as report
from lstmelody.files import whole
from lstmelody.judging.card import Card, given_away, longest
from lstmelody.music import Role

HTML = "scorecard.html"
COLOURS = ("chords", "drums")
"""Of the model that is judged, and of the one it is set against; real songs are grey."""
MOST_GIVEN_AWAY = 12
MOST_RUNS = 5

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


def write(card: Card, folder: Path) -> None:
    """Write the page into a folder. The same figures give the same bytes."""
    with whole(folder / HTML) as path:
        path.write_text(html_of(card), encoding="utf-8")


def html_of(card: Card) -> str:
    """The page that shows these figures."""
    figures = card.figures
    folders = (Path(__file__).parent, report.TEMPLATES)
    template = report.environment(*folders).get_template("scorecard.html.j2")
    models = figures["models"]
    return template.render(
        figures=figures,
        models=list(zip(models, COLOURS, strict=False)),
        number=number,
        headlines=_headlines(figures),
        given_away=[_given_away(model) for model in models],
        groups=_groups(models),
        similarity=_similarity(models),
        features=_features(models),
        histograms=_histograms(models),
        drifts=_drifts(models),
        endings=_endings(models),
        bits=_bits(figures),
        responses=[_responses(model) for model in models],
        runs=_runs(figures),
        longest=[_longest(model) for model in models],
    )


def number(value: float | None, digits: int = 3) -> str:
    """A figure as a table shows it; a dash for what is not known."""
    return "–" if value is None else f"{value:.{digits}g}"


def _headlines(figures: Figures) -> list[tuple[str, list[str], str]]:
    """What it is, the figure of each model, and what to hold it against."""
    models = figures["models"]
    first = models[0]
    real = longest(figures["real_runs"])
    unigram = figures["baselines"].get("unigram", {}).get("bits_per_note")
    return [
        (
            "bits per note",
            [f"{each['bits']['bits_per_note']:.3f}" for each in models],
            f"unigram {number(unigram, 4)}",
        ),
        (
            "told from real (AUC)",
            [f"{each['telling']['auc']:.3f}" for each in models],
            f"real from real {first['telling']['floor']:.3f}",
        ),
        (
            "overlap of features",
            [f"{each['overlap']:.3f}" for each in models],
            f"real with real {first['overlap_floor']:.3f}",
        ),
        (
            "similarity error",
            [f"{each['similarity']['error']:.3f}" for each in models],
            f"real to real {first['similarity']['floor']:.3f}",
        ),
        (
            "longest run shared",
            [number(longest(each["runs"])) for each in models],
            f"real songs {number(real)}",
        ),
    ]


def _given_away(model: Figures) -> list[tuple[Line, str, float]]:
    """Features that tell a model's songs, with how they differ and how long a bar is to be."""
    return [
        (
            Line(
                each["title"],
                _around(each["real"]),
                [_around(each["made"]), number(each["overlap"]), number(each["overlap_floor"])],
            ),
            f"{each['alone']:.2f}",
            round(200 * abs(each["alone"] - 0.5), 1),
        )
        for _, each in given_away(model, MOST_GIVEN_AWAY)
    ]


def _groups(models: list[Figures]) -> list[tuple[str, list[str], list[float]]]:
    """For each group what the judge loses without it, as words and as percent of a bar."""
    losses = [model["telling"]["by_group"] for model in models]
    most = max(0.01, *(value for each in losses for value in each.values()))
    return [
        (
            group,
            [f"{each[group]:+.3f}" for each in losses],
            [round(100 * max(0, each[group]) / most, 1) for each in losses],
        )
        for group in losses[0]
    ]


def _similarity(models: list[Figures]) -> Chart:
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


def _features(models: list[Figures]) -> list[tuple[str, list[tuple[Chart, list[Line]]]]]:
    """The charts of each group of features, each with its overlaps."""
    named = models[0]["features"].items()
    return [
        (group, [_feature(name, models) for name, _ in some])
        for group, some in groupby(named, key=lambda each: each[1]["group"])
    ]


def _feature(name: str, models: list[Figures]) -> tuple[Chart, list[Line]]:
    found = [model["features"][name] for model in models]
    first = found[0]
    words = f"real {_around(first['real'])}; made " + " and ".join(
        _around(each["made"]) for each in found
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


def _histograms(models: list[Figures]) -> list[tuple[Chart, list[Line]]]:
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


def _drifts(models: list[Figures]) -> list[tuple[str, list[Line]]]:
    tables = []
    for at, first in enumerate(models[0]["drift"]):
        found = [model["drift"][at] for model in models]
        title = (
            f"{first['bars']} bars: {first['made_songs']} songs, "
            f"{first['real_songs']} real ones of like length"
        )
        lines = [
            Line(
                each["title"],
                _either_way(each["real"]),
                [_either_way(one["numbers"][name]["made"]) for one in found],
            )
            for name, each in first["numbers"].items()
        ]
        tables.append((title, lines))
    return tables


def _endings(models: list[Figures]) -> list[Line]:
    return [
        Line(name, number(each["real"], 2), [number(m["endings"][name]["made"], 2) for m in models])
        for name, each in models[0]["endings"].items()
    ]


def _bits(figures: Figures) -> list[tuple[str, list[str]]]:
    """Rows of bits per note: whole, by field, by place in the song."""
    named = [(f"{each['model']} {each['version']}", each["bits"]) for each in figures["models"]]
    named += list(figures["baselines"].items())
    return [
        (
            name,
            [
                f"{bits['bits_per_note']:.3f}",
                *(f"{value:.3f}" for value in bits["by_field"].values()),
                *(number(bits["by_place"].get(place)) for place in ("0-500", "500-2000", "2000+")),
            ],
        )
        for name, bits in named
    ]


def _responses(model: Figures) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each role what each multiplier made of it, and of the others."""
    found = model["delivered"]["multipliers"]
    return [
        (
            role.word,
            [
                (number(each["times"]), f"the others {number(each['others'])}")
                for each in found
                if each["role"] == role.word
            ],
        )
        for role in Role
    ]


def _runs(figures: Figures) -> list[tuple[str, str, str, str]]:
    """Whose songs, and the median, the longest of nineteen in twenty, and the longest run."""
    sets = [("real songs held out", figures["real_runs"])]
    sets += [(f"{each['model']} {each['version']}", each["runs"]) for each in figures["models"]]
    rows = []
    for name, runs in sets:
        if runs:
            notes = sorted(run["notes"] for run in runs)
            shown = (notes[len(notes) // 2], notes[int(0.95 * (len(notes) - 1))], notes[-1])
            rows.append((name, *map(str, shown)))
    return [(a, b, c, d) for a, b, c, d in rows]


def _longest(model: Figures) -> list[Figures]:
    return sorted(model["runs"] or [], key=lambda run: -run["notes"])[:MOST_RUNS]


def _known(values: list[float | None], count: int) -> list[float]:
    return [value or 0.0 for value in [*values, *[None] * count][:count]]


def _around(spread: Figures) -> str:
    return f"{number(spread['mean'])} ± {number(spread['sd'], 2)}"


def _either_way(drift: Figures) -> str:
    """The mean, and how far from nothing it is either way."""
    if drift["mean"] is None:
        return "–"
    return f"{drift['mean']:+.2g} (±{drift['size']:.2g})"
