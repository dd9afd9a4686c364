"""What the scorecard says, in a few lines.

Knows the figures. Does not know how they were found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]


@dataclass(frozen=True)
class Card:
    """The figures of `scorecard.json`."""

    figures: Figures

    def to_json(self) -> Figures:
        return self.figures

    def __str__(self) -> str:
        return "\n".join("\n".join(_lines(self.figures, model)) for model in self.figures["models"])


def given_away(model: Figures, most: int = 5) -> list[tuple[str, Figures]]:
    """The features by which a model's songs are told from real ones most easily, one by one."""
    found = sorted(model["features"].items(), key=lambda each: -abs(each[1]["alone"] - 0.5))
    return found[:most]


def longest(runs: list[Figures] | None) -> int | None:
    """Notes of the longest run that any song shares with what was learned from."""
    return max((run["notes"] for run in runs), default=0) if runs else None


def _continued(figures: Figures) -> str:
    told = figures["telling"]
    return (
        f"AUC {told['auc']:.3f} (real from real {told['floor']:.3f}), "
        f"overlap {figures['overlap']:.3f} ({figures['overlap_floor']:.3f})"
    )


def _lines(figures: Figures, model: Figures) -> list[str]:
    told, alike = model["telling"], model["similarity"]
    checks = model["delivered"]["checks"]
    ways = [f"{each['title']} ({each['alone']:.2f})" for _, each in given_away(model)]
    heard = ""
    if model["runs"]:
        heard = f"{longest(model['runs'])} notes; real songs {longest(figures['real_runs'])}"
    return [
        f"{model['model']} ({model['version']}), held against {figures['real_songs']} real songs",
        f"  bits per note:      {model['bits']['bits_per_note']:.3f}",
        f"  told from real:     AUC {told['auc']:.3f} (real from real {told['floor']:.3f})",
        f"  from real openings: {_continued(model['continued'])}",
        f"  overlap:            {model['overlap']:.3f} (real with real "
        f"{model['overlap_floor']:.3f})",
        f"  variety:            {model['variety']:.2f} of the spread that real songs have",
        f"  similarity error:   {alike['error']:.3f} (real to real {alike['floor']:.3f})",
        f"  given away by:      {', '.join(ways)}",
        f"  asked, delivered:   {sum(each['kept'] for each in checks)} of {len(checks)} checks",
        f"  longest run shared: {heard or 'nothing to learn from was given'}",
    ]
