"""What is counted of prepared songs, shard by shard, so that memory does not grow with the notes.

Knows shards. Does not know what the counts are for.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import labels
from lstmelody.music import Role
from lstmelody.outlines import DENSITIES, Bar
from lstmelody.plans import PLAN_CLASSES
from lstmelody.shards import Shard, Shards

Ints = NDArray[np.int64]

PITCHES = 128
MOST_IN_BAR = 255
_LAG, _CLOSENESS = Bar._fields.index("lag"), Bar._fields.index("closeness")


class Table(NamedTuple):
    """A row a song, of all shards together."""

    rows: NDArray[Any]
    """As shards have them, and nothing that grows with the notes."""
    notes: Ints
    plays: NDArray[np.bool_]
    """(songs, 4): whether each role plays at all."""
    styles: tuple[str, ...]


class Counts(NamedTuple):
    """What is counted bar by bar and note by note; those of two shards add up."""

    pitch: Ints
    """(4, 128) notes of each role and pitch."""
    notes_per_bar: Ints
    """(4, 256) bars in which each role begins so many notes."""
    chord: Ints
    """Half bars of each class of `labels.CHORDS`."""
    repeat: Ints
    """(lags, closeness): bars that repeat an earlier one so."""


def counted(data: Shards) -> tuple[Table, Counts] | None:
    """All of it; None where there is not even one shard."""
    parts = [_measured(Shard(shard.folder, shard.name)) for shard in data.shards]
    if not parts:
        return None
    tables, counts = zip(*parts, strict=True)
    return _joined(tables), Counts(*(np.sum(each, axis=0) for each in zip(*counts, strict=True)))


def _measured(shard: Shard) -> tuple[Table, Counts]:
    events, bars, rows = shard.events, shard.bars, shard.rows
    begun = _sums(bars[:, DENSITIES] > 0, rows["first_bar"], rows["first_bar"] + rows["bars"])
    notes = _sums(events[:, 1] < len(Role), rows["start"], rows["stop"])
    # A copy, for what is read by memory map would stay in memory with its shard.
    return Table(rows.copy(), notes, begun > 0, tuple(shard.notes["styles"])), _counts(events, bars)


def _counts(events: NDArray[np.uint8], bars: NDArray[np.uint8]) -> Counts:
    voice = events[:, 1].astype(np.int16) * PITCHES + events[:, 2]
    repeat = bars[:, _LAG].astype(np.int64) * PLAN_CLASSES.closeness + bars[:, _CLOSENESS]
    return Counts(
        pitch=np.bincount(voice, minlength=8 * PITCHES)[: len(Role) * PITCHES].reshape(-1, PITCHES),
        notes_per_bar=np.stack(
            [np.bincount(column, minlength=MOST_IN_BAR + 1) for column in bars[:, DENSITIES].T]
        ),
        chord=np.bincount(bars[:, :2].reshape(-1), minlength=len(labels.CHORDS)),
        repeat=np.bincount(repeat, minlength=PLAN_CLASSES.lag * PLAN_CLASSES.closeness).reshape(
            PLAN_CLASSES
        ),
    )


def _sums(values: NDArray[Any], start: Ints, stop: Ints) -> Ints:
    """The sum of the values of each song, which may have none."""
    before = np.zeros((len(values) + 1, *values.shape[1:]), dtype=np.int64)
    np.cumsum(values, axis=0, out=before[1:])
    return before[stop] - before[start]


def _joined(tables: Iterable[Table]) -> Table:
    *arrays, styles = zip(*tables, strict=True)
    rows, notes, plays = (np.concatenate(each) for each in arrays)
    return Table(rows, notes, plays, tuple(chain.from_iterable(styles)))
