"""The report of prepared data: `report.json` for programs, and `report.html` for people.

The page is one file that asks for nothing else: no script, no network. Knows which chart shows
which figure. Does not know how figures are counted.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lstmelody.corpus import drawing
from lstmelody.corpus.drawing import Bar, Row, Tick
from lstmelody.corpus.statistics import HTML, JSON, Figures, figures_of
from lstmelody.corpus.wording import printable
from lstmelody.files import whole
from lstmelody.labels import ROOTS
from lstmelody.music import Role
from lstmelody.shards import Shards

TEMPLATES = Path(__file__).parent
"""Holds `frame.html.j2`, what every page of ours is, and `pieces.html.j2`, what may be on one."""
DENSITY_EDGES = list(range(0, 49, 2))
"""Notes a bar, in twos; silent bars stand apart."""
MOST_STYLES = 12


class Histogram(NamedTuple):
    """A chart of upright bars."""

    title: str
    summary: str
    """All that it shows, in a sentence."""
    bars: list[Bar]
    ticks: list[Tick]
    colour: str = "ink"


class Part(NamedTuple):
    """What a role plays."""

    word: str
    about: str
    skyline: str
    range: str
    density: Histogram
    programs: list[Row]


def write(data: Shards) -> None:
    """Write both into the folder of the data. The same data give the same bytes."""
    figures = figures_of(data)
    with whole(data.folder / JSON) as path:
        path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    with whole(data.folder / HTML) as path:
        path.write_text(html_of(figures), encoding="utf-8")


def html_of(figures: Figures) -> str:
    """The page that shows these figures."""
    charts = _charts(figures) if figures["songs"] else {}
    template = environment(TEMPLATES).get_template("report.html.j2")
    return template.render(figures=figures, left_out=_left_out(figures), share=_share, **charts)


def environment(*folders: Path) -> Environment:
    """Fills in the templates of these folders, escaping whatever a file's name may hold."""
    filling = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filling.filters["printable"] = printable
    return filling


def _charts(figures: Figures) -> dict[str, Any]:
    songs = figures["songs"]
    return {
        "notes": drawing.compact(figures["notes"], "notes"),
        "lengths": _lengths(figures),
        "meters": _meters(figures),
        "accuracy": _spread(figures, "grid_error_steps", "Distance from the grid", "steps"),
        "sureness": _spread(figures, "key_confidence", "How sure the keys are", ""),
        "polyphony": _spread(figures, "polyphony", "Pitched notes at once", "notes"),
        "circle": drawing.key_circle(figures["keys"]),
        "qualities": _qualities(figures),
        "role_sets": _role_sets(figures),
        "parts": [_part(role.word, figures["roles"][role.word]) for role in Role],
        "keyboard": drawing.black_keys(),
        "octaves": drawing.octaves(),
        "plan": _plan(figures),
        "styles": drawing.rows(
            [
                (each["style"].replace("_", " "), each["songs"])
                for each in figures["styles"][:MOST_STYLES]
            ],
            songs,
        ),
    }


_TICKS = {
    "bars_per_song": (0, 64, 128, 192, 256),
    "minutes_per_song": (0, 2, 4, 6, 8, 10),
    "tempo_bpm": (40, 80, 120, 160, 200, 240),
    "key_confidence": (0, 0.2, 0.4, 0.6),
    "polyphony": (0, 4, 8, 12, 16),
    "grid_error_steps": (0, 0.05, 0.1, 0.15, 0.2, 0.25),
}


def _spread(figures: Figures, name: str, title: str, unit: str) -> Histogram:
    spread = figures[name]
    edges = spread["edges"]
    return Histogram(
        title=title,
        summary=f"{spread['median']:.3g} {unit} in the median; nine songs in ten lie between "
        f"{spread['p5']:.3g} and {spread['p95']:.3g}.",
        bars=drawing.bars(spread["songs"], edges, unit),
        ticks=drawing.ticks(_TICKS[name], edges),
    )


def _lengths(figures: Figures) -> list[Histogram]:
    return [
        _spread(figures, "bars_per_song", "Length in bars", "bars"),
        _spread(figures, "minutes_per_song", "Length in minutes", "minutes"),
        _spread(figures, "tempo_bpm", "Tempo", "beats a minute"),
    ]


def _left_out(figures: Figures) -> list[tuple[Row, list[str]]]:
    reasons = figures["left_out"]
    lying = drawing.rows([(each["reason"], each["files"]) for each in reasons], figures["files"])
    return [(row, each["examples"]) for row, each in zip(lying, reasons, strict=True)]


def _meters(figures: Figures) -> list[tuple[Row, int]]:
    meters = figures["meters"]
    lying = drawing.rows([(each["meter"], each["songs"]) for each in meters], figures["songs"])
    return [(row, each["inferred"]) for row, each in zip(lying, meters, strict=True)]


def _qualities(figures: Figures) -> list[Row]:
    chords = figures["chords"]
    none = round(chords["half_bars"] * chords["no_chord_share"])
    counts = [(each["name"], each["half_bars"]) for each in chords["qualities"]]
    counts.sort(key=lambda each: -each[1])
    return drawing.rows([*counts, ("no chord", none)], chords["half_bars"])


def _role_sets(figures: Figures) -> list[tuple[Row, list[str]]]:
    sets = figures["role_sets"]
    named = [(", ".join(each["roles"]) or "none", each["songs"]) for each in sets]
    lying = drawing.rows(named, figures["songs"])
    return [(row, each["roles"]) for row, each in zip(lying, sets, strict=True)]


def _part(word: str, part: Figures) -> Part:
    low, middle, high = (part["pitch"][name] for name in ("p5", "median", "p95"))
    drums = word == Role.DRUMS.word
    names = [f"key {each}" if drums else _pitch_name(each) for each in (low, middle, high)]
    return Part(
        word=word,
        about=f"{part['songs']:,} songs, {part['notes']:,} notes, "
        f"plays in {_share(part['bars_played_share'])} of bars",
        skyline=drawing.skyline(part["pitch"]["notes"]),
        range=f"{names[0]} to {names[2]}, median {names[1]}",
        density=_density(word, part["notes_per_bar"]),
        programs=drawing.rows(
            [(each["name"], each["songs"]) for each in part["programs"]], part["songs"]
        ),
    )


def _density(word: str, notes_per_bar: Figures) -> Histogram:
    playing = [0, *notes_per_bar["bars"][1:]]
    last = DENSITY_EDGES[-2]
    starts = DENSITY_EDGES[:-1]
    counts = [sum(playing[low + 1 : low + 3]) for low in starts]
    counts[-1] = sum(playing[last + 1 :])
    return Histogram(
        title=word,
        summary=f"{notes_per_bar['median']} notes in the median bar that it plays in; nine bars in "
        f"ten have {notes_per_bar['p5']} to {notes_per_bar['p95']}.",
        bars=drawing.bars(counts, DENSITY_EDGES, "notes a bar"),
        ticks=drawing.ticks((0, 16, 32, 48), DENSITY_EDGES),
        colour=word,
    )


def _plan(figures: Figures) -> list[tuple[str, list[tuple[float, str]], str]]:
    """For each lag its label, the widths and words of its four closenesses, and its share."""
    lags, bars = figures["plan"]["lags"], figures["plan"]["bars"]
    most = max(1, *(sum(each["bars_by_closeness"]) for each in lags))
    closeness = ("loosely", "about half", "closely", "all but exactly")
    return [
        (
            f"{each['bars_back']} back",
            [
                (round(100 * count / most, 2), f"{words}: {count:,} bars")
                for count, words in zip(each["bars_by_closeness"], closeness, strict=True)
            ],
            drawing.share(sum(each["bars_by_closeness"]), bars),
        )
        for each in lags
    ]


def _pitch_name(pitch: int) -> str:
    return f"{ROOTS[pitch % 12]}{pitch // 12 - 1}"


def _share(part: float) -> str:
    return drawing.share(part, 1)
