"""A baseline for bits per note: play what the bar before played, or else what is usual.

After every event, `lookback` tells what came next one bar ago. Each field of the next event is
bet on what was played then, with so much of the probability as copying was right of the songs
that were counted, and the rest as `unigram` has it. Every bet is made before the event is seen, so
its bits compare with a model's. Knows counting. Does not know networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lstmelody import unigram
from lstmelody.encoded import Encoded
from lstmelody.events import FIELDS, NOTE_CELLS
from lstmelody.inputs import targets_of
from lstmelody.lookback import look_back
from lstmelody.music import Role
from lstmelody.scorecard import PARTS, Tally

Reals = NDArray[np.float64]
Bits = NDArray[np.bool_]

_LAG = 0
"""One bar back is the first of `lookback.LAGS`."""


@dataclass(frozen=True)
class Copier:
    """What is usual, and how far copying is to be trusted in each field."""

    counts: unigram.Counts
    trust: Reals = field(default_factory=lambda: np.zeros(len(PARTS)))


def learn(songs: Sequence[Encoded]) -> Copier:
    """How often each field was what it was one bar ago."""
    right, bets = np.ones(len(PARTS)), np.full(len(PARTS), 2.0)
    for song in songs:
        is_right, is_bet, _ = _bets(song)
        right += (is_right & is_bet).sum(axis=0)
        bets += is_bet.sum(axis=0)
    return Copier(unigram.count(songs), right / bets)


def bits(copier: Copier, songs: Sequence[Encoded]) -> Tally:
    """The tally of songs under the baseline."""
    tally = Tally()
    for song in songs:
        is_right, is_bet, applies = _bets(song)
        usual = _usual(copier.counts, song)
        trust = np.where(is_bet, copier.trust, 0)
        likely = trust * is_right + (1 - trust) * usual
        tally.add(song.events, -np.log(likely) * applies)
    return tally


def _bets(song: Encoded) -> tuple[Bits, Bits, Bits]:
    """(events, parts) three times: whether the bar before is right, is asked, and what counts.

    A later field is bet on only where all fields before it were as they were then, for what was
    played then is another note otherwise.
    """
    cells, pitches, durations, velocities = (np.asarray(each) for each in targets_of(song.events))
    is_note = cells < NOTE_CELLS
    is_drum = is_note & (pitches >= FIELDS["pitch"])
    found = look_back(song.events, song.meter)
    event, gap = found.event[:-1, _LAG], found.gap[:-1, _LAG]
    there = gap < FIELDS["shift"]
    cell = np.where(is_note[event], gap * len(Role) + cells[event] % len(Role), cells[event])
    told = np.stack([cell, pitches[event], durations[event], velocities[event]], axis=1)
    real = np.stack([cells, pitches, durations, velocities], axis=1)
    is_right = np.zeros((len(cells), len(PARTS)), dtype=bool)
    is_right[1:] = (told == real[1:]) & there[:, None]
    is_bet = np.zeros_like(is_right)
    is_bet[1:, 0] = there
    is_bet[:, 1:] = is_bet[:, :1] & np.logical_and.accumulate(is_right, axis=1)[:, :-1]
    applies = np.stack([np.ones(len(cells), bool), is_note, is_note & ~is_drum, is_note], axis=1)
    return is_right, is_bet & applies, applies


def _usual(counts: unigram.Counts, song: Encoded) -> Reals:
    """(events, parts): how likely each class is where nothing is known."""
    kinds = counts[1].reshape(2, -1)
    tables = [each / each.sum() for each in counts]
    tables[1] = (kinds / kinds.sum(axis=1, keepdims=True)).ravel()
    columns = zip(tables, targets_of(song.events), strict=True)
    return np.stack([table[classes] for table, classes in columns], axis=1)
