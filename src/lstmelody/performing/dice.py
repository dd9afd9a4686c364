"""Random numbers that depend on what they are for and on nothing drawn before them.

Knows whole numbers. Does not know what is drawn with them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

OCTAVES = 8
"""Of eighths: what wanders slowest changes every 16 bars of 4/4."""

Floats = NDArray[np.float64]
_GAMMA, _FIRST, _SECOND = map(
    np.uint64, (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
)
_SHIFTS = tuple(map(np.uint64, (30, 27, 31)))
_MEAN, _SPREAD = 2 * (2**16 - 1), math.sqrt((2**32 - 1) / 3)
"""Of the sum of four numbers of 16 bits."""


def bells(*keys: ArrayLike) -> Floats:
    """A number of mean 0 and spread 1, the small ones likelier, for each row of whole numbers.

    They are mixed as SplitMix64 mixes its count (Steele, Lea and Flood, "Fast Splittable
    Pseudorandom Number Generators", 2014); the sum of four is near enough to a normal curve.
    """
    state = np.zeros(1, np.uint64)
    for key in keys:
        state = _mixed(state + _GAMMA + np.atleast_1d(np.asarray(key, np.uint64)))
    quarters = np.ascontiguousarray(state)[..., None].view(np.uint16)
    return np.asarray((quarters.sum(axis=-1, dtype=np.float64) - _MEAN) / _SPREAD)


def drift(place: NDArray[np.int64], *keys: ArrayLike) -> Floats:
    """Numbers of spread 1 whose power falls as 1/f, at some places of a line.

    So many dice are thrown anew at every place, every second, every fourth and so on, and added up
    (R. Voss, in Gardner, "White and brown music, fractal curves and one-over-f fluctuations",
    Scientific American, April 1978); no two from the second on at the same place.
    """
    octave = np.arange(OCTAVES)[:, None]
    throw = (place + ((1 << octave) >> 1)) >> octave
    return np.asarray(bells(*keys, octave, throw).sum(axis=0) / math.sqrt(OCTAVES))


def _mixed(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    state = (state ^ (state >> _SHIFTS[0])) * _FIRST
    state = (state ^ (state >> _SHIFTS[1])) * _SECOND
    return np.asarray(state ^ (state >> _SHIFTS[2]))
