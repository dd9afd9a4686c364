"""What can be measured of a song by how often each of many things happens in it.

Knows songs. Does not know how two sets of histograms are compared.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import labels
from lstmelody.events import DURATIONS
from lstmelody.judging.features import line_of
from lstmelody.music import STEPS_PER_BEAT, Role, Song

Reals = NDArray[np.float64]

WIDEST = 12
"""Semitones; wider intervals count as the widest."""
LONGEST_GAP = 48
"""Grid steps; longer gaps count as the longest."""


class Histogram(NamedTuple):
    """What is counted, and the names of its classes."""

    title: str
    group: str
    classes: tuple[str, ...]


_STEPS = tuple(f"{step:+d}" for step in range(-WIDEST, WIDEST + 1))
_GAPS = tuple(f"{gap}/12 beat" for gap in range(1, LONGEST_GAP + 1))
HISTOGRAMS: dict[str, Histogram] = {
    "pitch_classes": Histogram("Pitch classes above the tonic", "harmony", labels.ROOTS),
    "onset_gaps": Histogram("Gaps between onsets", "rhythm", _GAPS),
    "places": Histogram(
        "Places of onsets in the beat", "rhythm", tuple(map(str, range(STEPS_PER_BEAT)))
    ),
    "lead_intervals": Histogram("Intervals of the lead", "melody", _STEPS),
    "bass_intervals": Histogram("Intervals of the bass", "melody", _STEPS),
    "lengths": Histogram("Lengths of pitched notes", "melody", tuple(map(str, DURATIONS))),
    "drum_keys": Histogram("Drum keys", "band", tuple(map(str, range(128)))),
    "velocities": Histogram("Velocities", "loudness", tuple(f"{v}+" for v in range(0, 128, 8))),
}
"""Every histogram by name, in the order in which to show them."""


def histograms_of(song: Song) -> dict[str, Reals]:
    """The shares of each class of each of `HISTOGRAMS`; NaN where nothing is to be counted."""
    onset, role, pitch, length, velocity = song.notes.T
    pitched = role != Role.DRUMS
    starts = np.unique(onset)
    key = labels.key_of(song)
    counted = {
        "pitch_classes": (pitch[pitched] - (key.tonic if key else 0)) % 12,
        "onset_gaps": np.minimum(np.diff(starts), LONGEST_GAP) - 1,
        "places": starts % STEPS_PER_BEAT,
        "lead_intervals": _intervals(song, Role.LEAD),
        "bass_intervals": _intervals(song, Role.BASS),
        "lengths": np.abs(length[pitched, None] - DURATIONS).argmin(axis=1),
        "drum_keys": pitch[~pitched],
        "velocities": velocity // 8,
    }
    return {
        name: _shares(counted[name], len(histogram.classes))
        for name, histogram in HISTOGRAMS.items()
    }


def tables_of(songs: list[Song]) -> dict[str, Reals]:
    """For each histogram a (songs, classes) table."""
    found = [histograms_of(song) for song in songs]
    return {name: np.array([each[name] for each in found]) for name in HISTOGRAMS}


def _intervals(song: Song, role: Role) -> NDArray[np.int32]:
    steps = np.diff(line_of(song, role)[:, 2])
    return np.clip(steps, -WIDEST, WIDEST) + WIDEST


def _shares(classes: NDArray[np.integer], count: int) -> Reals:
    if not len(classes):
        return np.full(count, np.nan)
    shares: Reals = np.bincount(classes, minlength=count) / len(classes)
    return shares
