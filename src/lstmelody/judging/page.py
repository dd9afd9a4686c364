"""The scorecard for people: `scorecard.html`, one file that asks for nothing else.

Knows which chart shows which figure. Does not know how figures are found.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lstmelody.corpus import page as report
from lstmelody.files import whole
from lstmelody.judging import charts
from lstmelody.judging.card import Card, given_away, longest
from lstmelody.judging.charts import COLOURS, Line, around, number
from lstmelody.music import Role

HTML = "scorecard.html"
MOST_GIVEN_AWAY = 12
MOST_RUNS = 5

Figures = dict[str, Any]


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
        continued=[_given_away(model["continued"]) for model in models],
        groups=_groups(models),
        similarity=charts.similarity(models),
        features=charts.features(models),
        histograms=charts.histograms(models),
        drifts=_drifts(models),
        endings=_endings(models),
        bits=_bits(figures),
        responses=[_responses(model) for model in models],
        runs=_runs(figures),
        longest=[_longest(model) for model in models],
    )


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
            f"real from real {first['telling']['floor']:.3f}; going on from real openings "
            + ", ".join(f"{each['continued']['telling']['auc']:.3f}" for each in models),
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
                around(each["real"]),
                [around(each["made"]), number(each["overlap"]), number(each["overlap_floor"])],
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


def _either_way(drift: Figures) -> str:
    """The mean, and how far from nothing it is either way."""
    if drift["mean"] is None:
        return "–"
    return f"{drift['mean']:+.2g} (±{drift['size']:.2g})"
