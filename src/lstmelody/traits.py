"""How the parts of a song move: a row of numbers for each, from all their notes at once.

The rows are what `role_table` tells roles by. Knows notes, bars and beats. Does not know names,
programs or roles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import STEPS_PER_BEAT, Ints, Meter

Floats = NDArray[np.float64]

NAMES = (
    *("mean pitch", "lowest", "highest", "pitches used", "mean duration", "velocity"),
    *("notes at once", "coverage", "share of notes", "one at a time", "legato", "onsets a bar"),
    *("on the beat", "off the beat", "repeats", "steps", "leaps", "mean leap"),
    *("above the heart", "below the top", "above the bottom", "louder", "pitch rank"),
    *("top of the beat", "bottom of the beat", "doubled", "doubled above", "parts"),
)
"""What the columns are, in order."""


class Strikes(NamedTuple):
    """The notes of all parts, one part after the other, each by onset and then pitch."""

    onset: Ints
    duration: Ints
    pitch: Ints
    velocity: Ints
    part: Ints
    first: NDArray[np.intp]
    """Where each part begins."""
    notes: NDArray[np.intp]
    """How many notes each part has."""


class Line(NamedTuple):
    """The onsets of all parts, with the highest note of each."""

    onset: Ints
    duration: Ints
    pitch: Ints
    alone: NDArray[np.bool_]
    """Whether a single note is struck."""
    gap: Ints
    """Steps to the next onset of the part; what the last note rings for, at the part's end."""
    first: NDArray[np.intp]
    struck: NDArray[np.intp]
    """How many onsets each part has."""


def strikes_of(parts: Sequence[Ints]) -> Strikes:
    """The parts side by side; each is what `music.Track.notes` is, and has at least one note."""
    count = np.array([len(part) for part in parts])
    onset, duration, pitch, velocity = np.ascontiguousarray(np.concatenate(parts).T)
    part = np.repeat(np.arange(len(count), dtype=np.int32), count)
    return Strikes(onset, duration, pitch, velocity, part, np.cumsum(count) - count, count)


def traits_of(strikes: Strikes, together: Floats, *, bars: int, meter: Meter) -> Floats:
    """The traits of each part, (parts, len(NAMES)): shares in 0..1, pitches in octaves from C4.

    `together` is what `struck_together` says of the same strikes.
    """
    line = _line(strikes)
    tones = _tones(strikes, meter)
    covered = _bars_played(line, meter)
    coverage = [np.minimum(1.0, covered / max(1, bars)), strikes.notes / len(strikes.onset)]
    columns = [*tones, strikes.notes / line.struck / 3, *coverage]
    columns += _movement(line, covered, meter)
    columns += _beside(tones[0], tones[5], strikes.notes)
    columns += _outline(strikes)
    columns += _doubled(together, strikes.notes, tones[0])
    columns.append(np.full(len(covered), np.log2(1 + len(covered)) / 2))
    return np.array(columns).T


def struck_together(strikes: Strikes) -> Floats:
    """How many notes each pair of parts strikes at once, octaves being one, (parts, parts)."""
    parts = len(strikes.notes)
    bits = parts.bit_length()
    small = int(strikes.onset.max()) + 1 < (1 << 31 - bits) // 12  # sorts in half the time
    onset = strikes.onset if small else strikes.onset.astype(np.int64)
    key = (onset * 12 + strikes.pitch % 12) << bits | strikes.part
    key.sort()
    same = np.flatnonzero(key[1:] >> bits == key[:-1] >> bits)
    part = key & (1 << bits) - 1
    pairs = np.bincount(part[same] * parts + part[same + 1], minlength=parts * parts)
    together = pairs.reshape(parts, parts).astype(np.float64)
    together += together.T
    np.fill_diagonal(together, 0)
    return together


def _line(strikes: Strikes) -> Line:
    parts = len(strikes.notes)
    new = np.ones(len(strikes.onset) + 1, bool)  # the first note of a chord, and the end
    new[1:-1] = strikes.onset[1:] != strikes.onset[:-1]
    new[strikes.first] = True
    heads = np.flatnonzero(new)
    tops, heads = heads[1:] - 1, heads[:-1]
    onset, duration = strikes.onset[heads], strikes.duration[tops]
    count = np.bincount(strikes.part[heads], minlength=parts)
    first = np.cumsum(count) - count
    gap = np.diff(onset, append=onset[-1])
    last = first + count - 1
    gap[last] = duration[last]
    return Line(onset, duration, strikes.pitch[tops], heads == tops, gap, first, count)


def _tones(strikes: Strikes, meter: Meter) -> list[Floats]:
    """Register, number of pitches, length and loudness."""
    first, count, parts = strikes.first, strikes.notes, len(strikes.notes)
    used = np.bincount(strikes.part * 128 + strikes.pitch, minlength=parts * 128)
    duration = np.minimum(strikes.duration, meter.bar_steps)
    return [
        np.add.reduceat(strikes.pitch, first) / count / 12 - 5,
        np.minimum.reduceat(strikes.pitch, first) / 12 - 5,
        np.maximum.reduceat(strikes.pitch, first) / 12 - 5,
        np.log2((used.reshape(parts, 128) > 0).sum(axis=1)) / 4,
        np.log2(np.add.reduceat(duration, first) / count) / 4,
        np.add.reduceat(strikes.velocity, first) / count / 100,
    ]


def _bars_played(line: Line, meter: Meter) -> Floats:
    new_bar = _change(line.onset // meter.bar_steps) != 0
    new_bar[line.first] = True
    return np.add.reduceat(new_bar, line.first, dtype=np.float64)


def _movement(line: Line, bars: Floats, meter: Meter) -> list[Floats]:
    """How a part goes from onset to onset."""
    gap = np.minimum(line.gap, meter.bar_steps)
    place = line.onset % STEPS_PER_BEAT
    leap = np.abs(_change(line.pitch))
    leap[line.first] = 128  # there is nothing to leap from
    leap = np.minimum(leap, 24)

    def mean(what: NDArray[np.bool_] | Ints) -> Floats:
        return np.add.reduceat(what, line.first, dtype=np.float64) / line.struck

    return [
        mean(line.alone & (line.duration <= line.gap + 1)),
        mean(np.minimum(line.duration, gap)) / np.maximum(1 / line.struck, mean(gap)),
        np.log2(1 + line.struck / bars) / 3,
        mean(place == 0),
        mean(place == STEPS_PER_BEAT // 2),
        mean(leap == 0),
        mean((leap == 1) | (leap == 2)),
        mean((leap > 4) & (leap < 24)),
        mean(leap) / 12,
    ]


def _beside(pitch: Floats, velocity: Floats, count: NDArray[np.intp]) -> list[Floats]:
    """Where a part lies among the others."""
    weight = count / count.sum()
    rank = (pitch[:, None] > pitch).sum(axis=1) / max(1, len(count) - 1)
    return [
        pitch - (pitch * weight).sum(),
        pitch - pitch.max(),
        pitch - pitch.min(),
        velocity - (velocity * weight).sum(),
        rank,
    ]


def _outline(strikes: Strikes) -> list[Floats]:
    """In which share of the beats that it plays a part is the highest, and the lowest."""
    beat = strikes.onset // STEPS_PER_BEAT
    shape = (len(strikes.notes), int(beat.max()) + 1)
    cell = strikes.part * shape[1] + beat
    new = _change(cell) != 0
    new[0] = True
    heads = np.flatnonzero(new)
    cells = cell[heads]
    high = np.full(shape[0] * shape[1], -1, np.int16)
    low = np.full(shape[0] * shape[1], 128, np.int16)
    high[cells] = np.maximum.reduceat(strikes.pitch, heads)
    low[cells] = np.minimum.reduceat(strikes.pitch, heads)
    high, low = high.reshape(shape), low.reshape(shape)
    plays = high >= 0
    beats = plays.sum(axis=1)
    return [
        ((high == high.max(axis=0)) & plays).sum(axis=1) / beats,
        ((low == low.min(axis=0)) & plays).sum(axis=1) / beats,
    ]


def _doubled(together: Floats, count: NDArray[np.intp], pitch: Floats) -> list[Floats]:
    """The share of a part's notes that another strikes too, and that one strikes above it."""
    share = np.minimum(1.0, together / count[:, None])
    above = pitch > pitch[:, None] + 0.5
    return [share.max(axis=1), (share * above).max(axis=1)]


def _change(values: Ints) -> Ints:
    """From each value to the next, the first 0: half the cost of `np.diff` and its `prepend`."""
    change = np.zeros_like(values)
    np.subtract(values[1:], values[:-1], out=change[1:])
    return change
