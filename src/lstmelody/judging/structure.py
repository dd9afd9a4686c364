"""How a song repeats itself, how it drifts and how it ends.

Two bars are as alike as the notes they share (step, role and pitch) are of all that either has, as
in `plans`; after B. Yu et al., Museformer, 2022, whose bars are compared by pitch, length and
onset. Knows bars. Does not know sets of songs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstmelody import labels
from lstmelody.music import STEPS_PER_BEAT, Role, Song

Reals = NDArray[np.float64]

ENDINGS = (
    "in the last bar",
    "on the tonic",
    "roles still there",
    "notes of the last bar, of the usual",
    "rings to the last beat",
)
"""What `ending_of` tells."""
MOST_LAGS = 40
"""Lags of the similarity error: as many as Museformer has."""


def likeness(song: Song) -> Reals:
    """(bars, bars): how alike every two bars are, 0 to 1; two silent bars are alike."""
    bar_steps = song.meter.bar_steps
    onset, role, pitch = song.notes[:, :3].T
    kind = (onset % bar_steps * len(Role) + role) * 128 + pitch
    kinds, place = np.unique(kind, return_inverse=True)
    sounds = np.zeros((song.bars, len(kinds)), dtype=np.float32)
    sounds[onset // bar_steps, place] = 1
    shared = (sounds @ sounds.T).astype(np.float64)
    size = np.diag(shared)
    either = size[:, None] + size - shared
    return np.where(either > 0, shared / np.maximum(either, 1), 1.0)


def by_lag(alike: Reals, lags: int = MOST_LAGS) -> Reals:
    """(lags,): how alike bars are to those 1, 2, 3... before them; NaN past the song's length."""
    return np.array(
        [np.diagonal(alike, lag).mean() if lag < len(alike) else np.nan
         for lag in range(1, lags + 1)]
    )  # fmt: skip


def longest_run(alike: Reals) -> int:
    """Most bars running that are the same note for note."""
    longest = run = min(1, len(alike))
    for same in np.diagonal(alike, 1) == 1:
        run = run + 1 if same else 1
        longest = max(longest, run)
    return longest


def share_of_new(alike: Reals) -> float:
    """Share of bars that are not even a fifth like any before them."""
    if not len(alike):
        return np.nan
    before = np.tril(alike, -1).max(axis=1)
    return float((before < 0.2).mean())  # the least closeness that a plan tells


def similarity_error(real: Sequence[Reals], made: Sequence[Reals]) -> float:
    """Mean difference of two sets' mean similarities over the lags both have (Yu et al. 2022)."""
    apart = np.abs(mean_of(real) - mean_of(made))
    apart = apart[~np.isnan(apart)]
    return float(apart.mean()) if len(apart) else np.nan


def mean_of(curves: Sequence[Reals]) -> Reals:
    """The mean at each lag, of the songs that are long enough for it; NaN where none is."""
    table = np.array(curves)
    known = ~np.isnan(table)
    count = known.sum(axis=0)
    total = np.where(known, table, 0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def ending_of(song: Song) -> dict[str, float]:
    """How a whole song ends: 1 for yes and 0 for no, or a share."""
    last_bar = song.notes[:, 0] >= song.steps - song.meter.bar_steps
    ends = song.notes[:, 0] + song.notes[:, 3]
    pitched = song.notes[:, 1] != Role.DRUMS
    bass = song.notes[song.notes[:, 1] == Role.BASS]
    key = labels.key_of(song)
    playing, still = np.unique(song.notes[:, 1]), np.unique(song.notes[last_bar, 1])
    told = (
        float(last_bar.any()),
        float(bool(key and len(bass) and bass[-1, 2] % 12 == key.tonic)),
        len(still) / max(1, len(playing)),
        int(last_bar.sum()) * song.bars / max(1, len(song)),
        float(bool((ends[pitched] > song.steps - STEPS_PER_BEAT).any())),
    )
    return dict(zip(ENDINGS, told, strict=True))
