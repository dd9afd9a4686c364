"""The humblest baseline: every class as likely as it is often, whatever came before.

Knows counting. Does not know time, harmony or neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from lstmelody.encoded import Encoded
from lstmelody.events import CELLS, FIELDS, NOTE_CELLS
from lstmelody.inputs import PITCHES, targets_of
from lstmelody.scorecard import Tally

COUNTED_SONGS = 2_000
"""More change the third decimal at most."""
_CLASSES = (CELLS, PITCHES, FIELDS["duration"], FIELDS["velocity"])

Counts = list[NDArray[np.float64]]


def count(songs: Iterable[Encoded]) -> Counts:
    """How often each class of each field occurs, counting every class once more than it does."""
    counts = [np.ones(classes) for classes in _CLASSES]
    for song in islice(songs, COUNTED_SONGS):
        targets = targets_of(song.events)
        for row, classes, applies in zip(counts, targets, _applies(song), strict=True):
            row += np.bincount(classes[applies], minlength=len(row))
    return counts


def bits(counts: Counts, songs: Iterable[Encoded]) -> Tally:
    """The tally of songs under the counts; a pitch is told apart among the keys of its kind."""
    kinds = counts[1].reshape(2, -1)
    pitch = -np.log(kinds / kinds.sum(axis=1, keepdims=True)).ravel()
    cell, duration, velocity = (-np.log(counts[at] / counts[at].sum()) for at in (0, 2, 3))
    tally = Tally()
    for song in songs:
        surprises = zip((cell, pitch, duration, velocity), targets_of(song.events), strict=True)
        columns = [
            surprise[classes] * applies
            for (surprise, classes), applies in zip(surprises, _applies(song), strict=True)
        ]
        tally.add(song.events, np.stack(columns, axis=1))
    return tally


def _applies(song: Encoded) -> list[NDArray[np.bool_]]:
    """Where each field counts: rests and the end have no pitch, drums no duration."""
    targets = targets_of(song.events)
    is_note = targets.cell < NOTE_CELLS
    is_drum = targets.pitch >= FIELDS["pitch"]
    return [np.ones(len(is_note), dtype=bool), is_note, is_note & ~is_drum, is_note]
