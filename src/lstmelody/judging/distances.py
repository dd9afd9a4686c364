"""How far two sets of numbers are apart: overlap and divergence, with what chance gives.

After L.-C. Yang and A. Lerch, On the evaluation of generative models in music, 2020: densities by
Gaussian kernels of Scott's width; the area that two of them share, and the Kullback-Leibler
divergence. Once of the values themselves, and once of distances: those within the real songs
against those from them to the others, which also serves histograms.
Knows numbers. Does not know songs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

CELLS = 512
"""Cells of the grid on which densities are told."""
HALVINGS = 20
"""How often real songs are halved by lot, to tell what two sets of one kind differ by."""
_ANYWHERE = 0.01
"""Before two densities are divided, so much of each is spread evenly: a divergence has to end."""


class Distance(NamedTuple):
    """How far one set is from another."""

    overlap: float
    """Area that the densities share: 1 for the same, 0 for nothing in common."""
    divergence: float
    """Kullback-Leibler, in bits, of what is not real from what is."""
    set_overlap: float
    """The same two of distances: within the real ones, and from them to the others."""
    set_divergence: float


class Comparison(NamedTuple):
    """The distance of what was made from what is real, and that of two real halves."""

    made: Distance
    floor: Distance
    least: float
    """Overlap that one in twenty pairs of real halves falls short of."""


def compare(real: Reals, made: Reals) -> Comparison:
    """Halves against halves, so that both are of as many songs; means over `HALVINGS` halvings.

    One number a song, or a row of shares. Songs of which a feature is not known are left out.
    """
    real, made = _known(real), _known(made)
    pairs = list(halvings(len(real), len(made)))
    from_made = [_distance(real[a], made[c]) for a, _, c in pairs]
    from_real = [_distance(real[a], real[b]) for a, b, _ in pairs]
    least = float(np.percentile([each.overlap for each in from_real], 5)) if pairs else np.nan
    return Comparison(_mean(from_made), _mean(from_real), least)


Indices = NDArray[np.intp]


def halvings(
    real: int, made: int, times: int = HALVINGS
) -> Iterator[tuple[Indices, Indices, Indices]]:
    """Numbers of songs: of two halves of the real ones, and of as many others, by lot."""
    dice = np.random.default_rng(0)
    half = real // 2
    if half < 2 or made < 2:
        return
    for _ in range(times):
        order = dice.permutation(real)
        yield order[:half], order[half : 2 * half], dice.permutation(made)[:half]


def density(values: Reals, lowest: float, highest: float) -> Reals:
    """(CELLS,): the probability of each cell between two numbers, by Gaussian kernels.

    Scott's width, but at least a cell; what a kernel puts outside counts to the last cells.
    """
    cell = max((highest - lowest) / CELLS, 1e-12)
    place = np.clip((values - lowest) / cell, 0, CELLS - 1).astype(np.int64)
    counts = np.bincount(place, minlength=CELLS) / len(values)
    width = max(1.0, _width(values) / cell)
    reach = min(CELLS, int(np.ceil(4 * width)))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    spread = np.convolve(counts, kernel / kernel.sum())
    spread[reach] += spread[:reach].sum()
    spread[reach + CELLS - 1] += spread[reach + CELLS :].sum()
    inside: Reals = spread[reach : reach + CELLS]
    return inside


def frame_of(*sets: Reals) -> tuple[float, float]:
    """Bounds that hold all values, with room for their kernels."""
    values = np.concatenate(sets)
    least = 1e-3 * (1 + float(np.abs(values).max()))  # where all values are the same
    room = max(least, *(3 * _width(each) for each in sets))
    return float(values.min()) - room, float(values.max()) + room


def _width(values: Reals) -> float:
    """Standard deviation of a kernel, by Scott's rule."""
    return float(values.std() * len(values) ** -0.2)


def _distance(real: Reals, other: Reals) -> Distance:
    values = _apart(real, other) if real.ndim == 1 else (np.nan, np.nan)
    rows, others = real.reshape(len(real), -1), other.reshape(len(other), -1)
    within = _between(rows, rows)[np.triu_indices(len(rows), 1)]
    across = _between(rows, others).ravel()
    return Distance(*values, *_apart(within, across))


def _apart(real: Reals, other: Reals) -> tuple[float, float]:
    """Overlap and divergence of two sets of numbers."""
    bounds = frame_of(real, other)
    first, second = density(real, *bounds), density(other, *bounds)
    sure, doubtful = ((1 - _ANYWHERE) * each + _ANYWHERE / CELLS for each in (first, second))
    return float(np.minimum(first, second).sum()), float((sure * np.log2(sure / doubtful)).sum())


def _between(rows: Reals, others: Reals) -> Reals:
    """Euclidean distances of every two."""
    squares = (rows**2).sum(axis=1)[:, None] + (others**2).sum(axis=1) - 2 * rows @ others.T
    distances: Reals = np.sqrt(np.maximum(squares, 0))
    return distances


def _known(values: Reals) -> Reals:
    known = ~np.isnan(values.reshape(len(values), -1)).any(axis=1)
    return values[known]


def _mean(distances: list[Distance]) -> Distance:
    if not distances:
        return Distance(*[np.nan] * 4)
    return Distance(*(float(column) for column in np.mean(distances, axis=0)))
