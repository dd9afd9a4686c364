"""Where the parts of a chart go: figures → bars, ticks, paths and sectors, as plain numbers.

Along and up are in percent of the chart, so that a chart may be stretched. Knows arithmetic. Does
not know HTML or colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any, NamedTuple

BLACK_KEYS = (1, 3, 6, 8, 10)
LOWEST, HIGHEST = 21, 108
"""The pitches of a piano's first and last key."""
FIFTHS = [7 * place % 12 for place in range(12)]
"""Pitch classes around the circle of fifths."""


class Bar(NamedTuple):
    """An upright bar, and the words that tell its value."""

    left: float
    width: float
    height: float
    words: str


class Tick(NamedTuple):
    """A label on an axis."""

    left: float
    text: str


class Row(NamedTuple):
    """A lying bar: what it is of, how long it is, and the number beside it."""

    label: str
    width: float
    number: str
    share: str = ""


class Sector(NamedTuple):
    """A piece of a ring: its outline, how full it is (0..1), and where its label stands."""

    path: str
    fullness: float
    x: float
    y: float
    label: str
    words: str


def bars(counts: Sequence[int], edges: Sequence[float], unit: str) -> list[Bar]:
    """A histogram; an axis from the first edge to the last."""
    most, span = max(1, *counts), edges[-1] - edges[0]
    last = len(counts) - 1
    return [
        Bar(
            left=_percent(low - edges[0], span),
            width=_percent(high - low, span),
            height=_percent(count, most),
            words=f"{_between(low, high, place == last)} {unit}: {count:,}",
        )
        for place, (count, low, high) in enumerate(zip(counts, edges, edges[1:], strict=False))
        if count
    ]


def ticks(values: Sequence[float], edges: Sequence[float]) -> list[Tick]:
    """Labels at values; that at the end of the axis says with a plus that it goes on."""
    span = edges[-1] - edges[0]
    return [
        Tick(_percent(value - edges[0], span), f"{value:g}{'+' if value == edges[-1] else ''}")
        for value in values
    ]


def rows(counts: Sequence[tuple[str, int]], whole: int | None = None) -> list[Row]:
    """Lying bars, the longest as long as there is room; with `whole`, each with its share of it."""
    most = max((count for _, count in counts), default=0) or 1
    return [
        Row(label, _percent(count, most), f"{count:,}", share(count, whole) if whole else "")
        for label, count in counts
    ]


def share(part: float, whole: float) -> str:
    """`82.7 %`, and `< 0.1 %` for what is not quite nothing."""
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.1:
        return "< 0.1 %"
    return f"{percent:.1f} %".replace(".0 %", " %")


def compact(count: int, unit: str) -> dict[str, str]:
    """A number that fits into a headline, and what it counts: `7.47`, `million notes`."""
    if count < 1e6:
        return {"number": f"{count:,}", "unit": unit}
    return {"number": f"{count / 1e6:.3g}", "unit": f"million {unit}"}


def skyline(counts: Sequence[int]) -> str:
    """The outline of a distribution over a piano's keys, as the path of an area 88 wide, 100 high.

    A key beyond the piano counts to the last one on its side.
    """
    inside = [*counts[LOWEST : HIGHEST + 1]]
    inside[0] += sum(counts[:LOWEST])
    inside[-1] += sum(counts[HIGHEST + 1 :])
    most = max(1, *inside)
    steps = "".join(f"V{100 - _percent(count, most):g}h1" for count in inside)
    return f"M0 100{steps}V100Z"


def area(values: Sequence[float], most: float) -> str:
    """The path of an area under a curve, one wide for each step from value to value, 100 high."""
    return f"M0 100L{_points(values, most)}L{len(values) - 1} 100Z"


def curve(values: Sequence[float], most: float) -> str:
    """The path of the curve alone."""
    return f"M{_points(values, most)}"


def band(low: Sequence[float], high: Sequence[float], most: float) -> str:
    """The path of the area between two curves."""
    there, back = _points(high, most).split("L"), _points(low, most).split("L")
    return f"M{'L'.join([*there, *reversed(back)])}Z"


def outline(values: Sequence[float], most: float) -> str:
    """The path of a histogram's outline, one wide for each class, 100 high."""
    steps = "".join(f"V{100 - _percent(value, most):g}h1" for value in values)
    return f"M0 100{steps}V100"


def black_keys() -> list[int]:
    """Where a piano's black keys lie, of 88 places."""
    return [key - LOWEST for key in range(LOWEST, HIGHEST + 1) if key % 12 in BLACK_KEYS]


def octaves() -> list[Tick]:
    """The Cs of a piano, the middle one being C4."""
    keys = range(24, HIGHEST + 1, 12)
    return [Tick(_percent(key - LOWEST + 0.5, 88), f"C{key // 12 - 1}") for key in keys]


def key_circle(keys: Sequence[dict[str, Any]]) -> list[Sector]:
    """The circle of fifths: major keys outside, each with its relative minor inside."""
    most = max(1, *(each["songs"] for each in keys))
    sectors = []
    for place, tonic in enumerate(FIFTHS):
        relative = keys[12 + (tonic + 9) % 12]
        for each, inner, outer in ((keys[tonic], 112, 156), (relative, 66, 110)):
            angle, middle = place * pi / 6 - pi / 2, (inner + outer) / 2
            root, mode = each["key"].split()
            sectors.append(
                Sector(
                    path=_ring(place, inner, outer),
                    fullness=round(each["songs"] / most, 3),
                    x=round(160 + middle * cos(angle), 2),
                    y=round(160 + middle * sin(angle), 2),
                    label=root if mode == "major" else f"{root}m",
                    words=f"{each['key']}: {each['songs']:,} songs",
                )
            )
    return sectors


def _ring(place: int, inner: float, outer: float) -> str:
    """A twelfth of a ring around (160, 160), with a little air on either side."""
    start, stop = ((place + side) * pi / 6 - pi / 2 for side in (-0.49, 0.49))

    def at(radius: float, angle: float) -> str:
        return f"{160 + radius * cos(angle):.2f} {160 + radius * sin(angle):.2f}"

    there = f"M{at(outer, start)}A{outer} {outer} 0 0 1 {at(outer, stop)}"
    return f"{there}L{at(inner, stop)}A{inner} {inner} 0 0 0 {at(inner, start)}Z"


def _points(values: Sequence[float], most: float) -> str:
    return "L".join(f"{at} {100 - _percent(value, most):g}" for at, value in enumerate(values))


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2)


def _between(low: float, high: float, is_last: bool) -> str:
    return f"{low:g} and more" if is_last else f"{low:g}–{high:g}"
