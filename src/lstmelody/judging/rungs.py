"""Runs of steps, by their hashes: which runs of some lines also occur in others.

For each of a ladder of lengths all runs of the lines that are asked about stand in a table, and
others are held against the tables from the shortest up. Knows numbers. Does not know what a step
is, nor songs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Steps = NDArray[np.int64]

SHORTEST = 8
"""Steps in the shortest run that is looked for."""
RUNGS = (8, 10, 13, 17, 22, 28, 36, 47, 61, 79, 103, 134, 174, 226)
KINDS_OF_STEP = 1 << 16
"""A step is a number below this."""
_SIEVE_BITS = 22
"""A first look in a table of 4 million bits spares nearly all searches."""


class Where(NamedTuple):
    """A place in the others: number of the song, of its line, and of the step."""

    song: int
    line: int
    place: int


class Rung(NamedTuple):
    """All runs of one length in the songs that are asked about."""

    hashes: Hashes
    """Sorted, each once."""
    places: NDArray[np.int32]
    """For each place in the lines, which hash is there; -1 where a run would leave its line."""
    sieve: NDArray[np.bool_]
    where: NDArray[np.int64]
    """For each hash the number of a `Where`, or -1 as long as it was not found."""


def tables(lines: Sequence[Steps]) -> list[Rung]:
    """The tables of every length."""
    sums = [_sums(line) for line in lines]
    rungs = []
    for length in RUNGS:
        each = [_hashes(one, length) for one in sums]
        known, rank = np.unique(
            np.concatenate([*each, np.empty(0, np.uint64)]), return_inverse=True
        )
        places = np.full(sum(len(line) for line in lines), -1, np.int32)
        start = taken = 0
        for line, hashes in zip(lines, each, strict=True):
            places[start : start + len(hashes)] = rank[taken : taken + len(hashes)]
            start, taken = start + len(line), taken + len(hashes)
        sieve = np.zeros(1 << _SIEVE_BITS, dtype=bool)
        sieve[_slot(known)] = True
        rungs.append(Rung(known, places, sieve, np.full(len(known), -1, np.int64)))
    return rungs


def look(rungs: Sequence[Rung], steps: Steps, source: int) -> None:
    """Note in the tables which of their runs a line has, from the shortest up."""
    sums = _sums(steps)
    at = np.arange(len(steps))
    for length, rung in zip(RUNGS, rungs, strict=True):
        at = at[: np.searchsorted(at, len(steps) - length, side="right")]
        hashes = _hashes(sums, length, at)
        likely = rung.sieve[_slot(hashes)]
        at, hashes = at[likely], hashes[likely]
        if not len(at):
            return
        rank = np.minimum(np.searchsorted(rung.hashes, hashes), len(rung.hashes) - 1)
        there = rung.hashes[rank] == hashes
        at, rank = at[there], rank[there]
        rung.where[rank] = source + at


def tops(rungs: Sequence[Rung], start: int, length: int) -> NDArray[np.int64]:
    """For each place of a line the longest rung that was found, or -1."""
    top = np.full(length, -1, np.int64)
    for number, rung in enumerate(rungs):
        places = rung.places[start : start + length]
        inside = np.flatnonzero(places >= 0)
        top[inside[rung.where[places[inside]] >= 0]] = number
    return top


_PLACES, _LINES = 1 << 24, 4
"""How many places of a line, and lines of a song, a number tells apart."""


def packed(where: Where) -> int:
    return (where.song * _LINES + where.line) * _PLACES + where.place


def unpacked(number: int) -> Where:
    line, place = divmod(number, _PLACES)
    return Where(*divmod(line, _LINES), place)


# Rabin and Karp's hashes, modulo 2^64: every step is a random number, times a power of the base by
# its place; what a run's place adds is divided away, which an odd base allows.
_BASE = 0x9E3779B97F4A7C15
_MIXED = np.random.default_rng(0).integers(1 << 64, size=KINDS_OF_STEP, dtype=np.uint64)


@cache
def _powers(base: int, count: int) -> Hashes:
    powers = np.full(count, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


def _table(base: int, count: int) -> Hashes:
    """Powers of the base, in tables that are computed once for all lines of like length."""
    return _powers(base, 1 << max(12, int(count).bit_length()))[:count]


def _sums(steps: Steps) -> Hashes:
    """Running sums of the steps' numbers, beginning with 0."""
    sums = np.zeros(len(steps) + 1, np.uint64)
    np.cumsum(_MIXED[steps] * _table(_BASE, len(steps)), out=sums[1:])
    return sums


def _hashes(sums: Hashes, length: int, at: Steps | None = None) -> Hashes:
    """The hash of the run of a length at each of some places, or at all."""
    count = len(sums) - length
    back = _table(pow(_BASE, -1, 1 << 64), max(0, count))
    if at is None:
        return (sums[length:] - sums[: max(0, count)]) * back
    return (sums[at + length] - sums[at]) * back[at]


def _slot(hashes: Hashes) -> NDArray[np.int64]:
    return (hashes >> np.uint64(64 - _SIEVE_BITS)).astype(np.int64)
