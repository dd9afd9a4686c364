"""Which of several songs by one recipe is best: by checks that a musician would make.

Each check says how far a song falls short of its own plan: of its chords, of how much each role was
to play, of breaks that were not planned, of where its melody lies, of how it ends. And a song that
the model finds far likelier than the others is dull, one that it finds far less likely has lost its
way. Knows songs and plans. Does not know how they were composed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.asked import Asked
from lstmelody.labels import NO_CHORD, chords_of, densities_of, registers_of
from lstmelody.music import Note, Role, Song, bar_range
from lstmelody.outlines import Outline

_OPEN = 0.4
_ROOTS = 12


class Faults(NamedTuple):
    """How far a song falls short, each from 0 to about 1."""

    harmony: float
    """Half bars whose chord has another root than was planned."""
    density: float
    """How far each role's notes are from those asked for, in doublings beyond what a class of
    density leaves open, at most 1."""
    missing: float
    """Bars in which a role is silent that was to play."""
    crossed: float
    """Bars in which the lead lies below the chords."""
    ending: float
    """1 where the last bass note is not the root of the chord planned there."""

    @property
    def total(self) -> float:
        return sum(weight * each for weight, each in zip(WEIGHTS, self, strict=True))


WEIGHTS = Faults(harmony=1.0, density=0.5, missing=1.0, crossed=0.5, ending=0.2)


class Take(NamedTuple):
    """One of several songs by the same recipe."""

    notes: list[Note]
    asked: Mapping[int, Asked]
    """Of each bar that was composed."""
    nats: float
    """How unlikely the model finds it."""


def chosen(frame: Song, bars: range, takes: Sequence[Take]) -> Take:
    """The best of several, composed in these bars of a song that is else as the frame says."""
    if len(takes) == 1:
        return takes[0]
    found = []
    for take in takes:
        song = replace(frame, notes=np.array(take.notes, np.int32).reshape(-1, 5))
        found.append(faults(song, bars.start, [take.asked[bar] for bar in bars]))
    return takes[best(found, [take.nats / max(1, len(take.notes)) for take in takes])]


def best(candidates: Sequence[Faults], nats_per_note: Sequence[float]) -> int:
    """The number of the song with the fewest faults that is as likely as most of them."""
    usual = median(nats_per_note)
    off = [abs(each - usual) for each in nats_per_note]
    totals = [each.total + far for each, far in zip(candidates, off, strict=True)]
    return totals.index(min(totals))


def faults(song: Song, first: int, asked: Sequence[Asked]) -> Faults:
    """What is wrong with a song in its bars from `first` on, of which so much was asked."""
    composed = bar_range(song, first, first + len(asked))
    if not len(asked) or not len(composed):
        return Faults(0, 0, 0, 0, 0)
    outline = np.concatenate([bar.row for bar in asked])
    played = densities_of(composed).astype(np.float64)
    wanted = np.nan_to_num([bar.notes for bar in asked])
    expected = wanted > 1
    _, chords, lead = registers_of(composed).T
    both = (played[:, Role.CHORDS] > 0) & (played[:, Role.LEAD] > 0)
    return Faults(
        harmony=_off_root(composed, outline),
        density=_off_density(played.sum(axis=0), wanted.sum(axis=0)),
        missing=float((played[expected] == 0).mean()) if expected.any() else 0.0,
        crossed=float((lead < chords)[both].mean()) if both.any() else 0.0,
        ending=_off_ending(composed, outline),
    )


def _root_of(chords: NDArray[np.int64]) -> NDArray[np.int64]:
    """The pitch class of each chord's root; -1 where there is none."""
    return np.where(chords == NO_CHORD, -1, (chords - 1) % _ROOTS)


def _off_root(composed: Song, outline: Outline) -> float:
    planned = outline[:, :2].astype(np.int64) - 1
    known = planned > NO_CHORD
    off = _root_of(chords_of(composed).astype(np.int64)) != _root_of(planned)
    return float(off[known].mean()) if known.any() else 0.0


def _off_density(played: NDArray[np.float64], asked: NDArray[np.float64]) -> float:
    wanted = asked > 0
    if not wanted.any():
        return 0.0
    off = np.abs(np.log2((played + 1) / (asked + 1))) - _OPEN
    return float(np.clip(off, 0, 1)[wanted].mean())


def _off_ending(composed: Song, outline: Outline) -> float:
    bass = composed.notes[composed.notes[:, 1] == Role.BASS]
    root = int(_root_of(outline[-1:, 1].astype(np.int64) - 1)[0])
    return float(len(bass) > 0 and root >= 0 and bass[-1, 2] % _ROOTS != root)
