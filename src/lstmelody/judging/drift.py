"""How the last quarter of a song differs from its first.

Knows songs. Does not know which of them are real.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lstmelody.judging.features import pitch_class_entropy
from lstmelody.music import Ints, Role, Song, bar_range

DRIFTS = {
    "density": "Notes, doublings",
    "register": "Mean pitch, semitones",
    "pitch_range": "Range of nine pitches in ten, semitones",
    "pitch_class_entropy": "Pitch-class entropy, bits",
    "pitch_classes": "Pitch classes changed, share of notes",
    "drum_kinds": "Kinds of drum, more or less",
    "drum_kit": "Drums of one quarter only, share of kinds",
    "velocity": "Mean velocity",
}
"""Every number by name; those told as a share are 0 or more, the others go up or down."""


def drift_of(song: Song) -> dict[str, float]:
    """What the last quarter has more of than the first; NaN where a quarter has none."""
    quarter = max(1, song.bars // 4)
    first = bar_range(song, 0, quarter).notes
    last = bar_range(song, song.bars - quarter, song.bars).notes
    if not len(first) or not len(last):
        return dict.fromkeys(DRIFTS, np.nan)
    numbers = {
        "density": np.log2(len(last) / len(first)),
        "pitch_classes": _pitch_classes_changed(first, last),
        "drum_kit": _kit_changed(first, last),
    }
    for name, (before, after) in _of_each(first, last).items():
        numbers[name] = after - before
    return {name: float(numbers[name]) for name in DRIFTS}


def _of_each(first: Ints, last: Ints) -> dict[str, tuple[float, float]]:
    pitches = [notes[notes[:, 1] != Role.DRUMS, 2] for notes in (first, last)]
    return {
        "register": _pair(float(p.mean()) if len(p) else np.nan for p in pitches),
        "pitch_range": _pair(
            float(np.ptp(np.percentile(p, [5, 95]))) if len(p) else np.nan for p in pitches
        ),
        "pitch_class_entropy": (pitch_class_entropy(first), pitch_class_entropy(last)),
        "drum_kinds": _pair(float(len(_kit(notes))) for notes in (first, last)),
        "velocity": (float(first[:, 4].mean()), float(last[:, 4].mean())),
    }


def _pair(values: Iterable[float]) -> tuple[float, float]:
    before, after = values
    return before, after


def _pitch_classes_changed(first: Ints, last: Ints) -> float:
    """Half the sum of differences: the share of notes that would have to move."""
    shares = []
    for notes in (first, last):
        pitch = notes[notes[:, 1] != Role.DRUMS, 2]
        if not len(pitch):
            return np.nan
        shares.append(np.bincount(pitch % 12, minlength=12) / len(pitch))
    return float(np.abs(shares[0] - shares[1]).sum() / 2)


def _kit_changed(first: Ints, last: Ints) -> float:
    before, after = _kit(first), _kit(last)
    return len(before ^ after) / len(before | after) if before | after else np.nan


def _kit(notes: Ints) -> set[int]:
    return set(notes[notes[:, 1] == Role.DRUMS, 2].tolist())
