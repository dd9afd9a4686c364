"""Songs → plain figures: what is measured of the made ones beside the real ones.

Knows the measures and the names that JSON has for them. Does not know files, models or pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstmelody.judging import distances, drift, features, histograms, structure, telling
from lstmelody.judging.distances import Comparison
from lstmelody.music import Song

Reals = NDArray[np.float64]
Figures = dict[str, Any]

POINTS = 64
"""Points of a density curve."""


@dataclass(frozen=True)
class Measured:
    """A set of songs of like length, and what is measured of each, once."""

    songs: list[Song]

    @cached_property
    def table(self) -> Reals:
        return features.table_of(self.songs)

    @cached_property
    def histograms(self) -> dict[str, Reals]:
        return histograms.tables_of(self.songs)

    @cached_property
    def curves(self) -> list[Reals]:
        """How each song repeats itself, lag by lag."""
        return [structure.by_lag(structure.likeness(song)) for song in self.songs]


def compared(real: Measured, made: Measured) -> Figures:
    """Feature by feature, whether they can be told apart, and how they repeat themselves."""
    groups = {name: feature.group for name, feature in features.FEATURES.items()}
    told = telling.tell(real.table, made.table, groups)
    of_features = _features(real, made, told)
    return {
        "features": of_features,
        "histograms": _histograms(real, made),
        "overlap": _mean(each["overlap"] for each in of_features.values()),
        "overlap_floor": _mean(each["overlap_floor"] for each in of_features.values()),
        "variety": _variety(of_features),
        "telling": {
            "auc": told.auc,
            "floor": told.floor,
            "floor_spread": told.floor_spread,
            "by_group": told.by_group,
        },
        "similarity": _similarity(real, made),
    }


def _variety(of_features: Figures) -> float:
    """How much made songs differ from one another, of how much real songs do: in the median."""
    ratios = [
        each["made"]["sd"] / each["real"]["sd"]
        for each in of_features.values()
        if each["made"]["songs"] and each["real"]["songs"] and each["real"]["sd"] > 1e-9
    ]
    return float(np.median(ratios)) if ratios else float("nan")


def _features(real: Measured, made: Measured, told: telling.Told) -> Figures:
    return {
        name: {
            **feature._asdict(),
            "real": _spread(true),
            "made": _spread(new),
            **_distances(distances.compare(true, new)),
            "alone": told.alone[name],
            "importance": told.by_feature[name],
            "density": _densities(true, new),
        }
        for (name, feature), true, new in zip(
            features.FEATURES.items(), real.table.T, made.table.T, strict=True
        )
    }


def _histograms(real: Measured, made: Measured) -> Figures:
    found = {}
    for name, histogram in histograms.HISTOGRAMS.items():
        true, new = real.histograms[name], made.histograms[name]
        told = _distances(distances.compare(true, new))
        found[name] = {
            **histogram._asdict(),
            **{key: value for key, value in told.items() if key.startswith("set_")},
            "real": _means(true),
            "made": _means(new),
        }
    return found


def _distances(comparison: Comparison) -> Figures:
    made = comparison.made._asdict()
    floor = {f"{key}_floor": value for key, value in comparison.floor._asdict().items()}
    return {**made, **floor, "overlap_least": comparison.least}


def _densities(real: Reals, made: Reals) -> Figures | None:
    real, made = real[~np.isnan(real)], made[~np.isnan(made)]
    if not len(real) or not len(made):
        return None
    bounds = distances.frame_of(real, made)
    curves = [
        distances.density(each, *bounds).reshape(POINTS, -1).sum(axis=1).tolist()
        for each in (real, made)
    ]
    return {"from": bounds[0], "to": bounds[1], "real": curves[0], "made": curves[1]}


def _similarity(real: Measured, made: Measured) -> Figures:
    floors = [
        structure.similarity_error(
            [real.curves[at] for at in first], [real.curves[at] for at in second]
        )
        for first, second, _ in distances.halvings(len(real.curves), len(made.curves))
    ]
    return {
        "error": structure.similarity_error(real.curves, made.curves),
        "floor": _mean(floors),
        "real": _curve(real.curves),
        "made": _curve(made.curves),
    }


def _curve(curves: Sequence[Reals]) -> Figures:
    by_lag = [column[~np.isnan(column)] for column in np.array(curves).T]
    low, high = zip(*(np.percentile(some, [10, 90]) for some in by_lag if len(some)), strict=True)
    return {
        "mean": structure.mean_of(curves).tolist(),
        "spread": [float(some.std()) for some in by_lag if len(some)],
        "p10": list(low),
        "p90": list(high),
    }


def drifted(bars: int, real: Sequence[Song], made: Sequence[Song]) -> Figures:
    """How the last quarters of songs differ from the first: on average, and either way."""
    true, new = ([drift.drift_of(song) for song in songs] for songs in (real, made))
    return {
        "bars": bars,
        "real_songs": len(real),
        "made_songs": len(made),
        "numbers": {
            name: {
                "title": title,
                "real": _either_way([each[name] for each in true]),
                "made": _either_way([each[name] for each in new]),
            }
            for name, title in drift.DRIFTS.items()
        },
    }


def ended(real: Sequence[Song], made: Sequence[Song]) -> Figures:
    """How whole songs end, on average."""
    true, new = ([structure.ending_of(song) for song in songs] for songs in (real, made))
    return {
        name: {
            "real": _mean(each[name] for each in true),
            "made": _mean(each[name] for each in new),
        }
        for name in structure.ENDINGS
    }


def plain(value: Any) -> Any:
    """The same as JSON can hold it: numbers of five digits, and null for what is not known."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.5g}") if np.isfinite(value) else None
    return value


def _spread(values: Reals) -> Figures:
    known = values[~np.isnan(values)]
    if not len(known):
        return {"songs": 0, "mean": None, "sd": None}
    return {"songs": len(known), "mean": float(known.mean()), "sd": float(known.std())}


def _either_way(values: Sequence[float]) -> Figures:
    known = np.array([value for value in values if not np.isnan(value)])
    return {"mean": _mean(known), "size": _mean(np.abs(known))}


def _means(table: Reals) -> list[float]:
    known = table[~np.isnan(table).any(axis=1)]
    means: list[float] = known.mean(axis=0).tolist() if len(known) else []
    return means


def _mean(values: Iterable[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")
