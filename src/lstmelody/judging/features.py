"""What can be measured of a song by one number: harmony, rhythm, band, melody, loudness.

Most are those of the field: pitch-class entropy and groove consistency as S.-L. Wu and Y.-H. Yang
2020 have them, scale consistency as O. Mogren 2016, the rest after L.-C. Yang and A. Lerch 2020.
Knows songs. Does not know which of them are real, nor how two sets of numbers are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import labels
from lstmelody.judging import structure
from lstmelody.music import STEPS_PER_BEAT, Ints, Role, Song

Reals = NDArray[np.float64]

LAGS = (1, 2, 4, 8, 16, 32)
"""How many bars back a song is compared with itself."""
MELODIC = (Role.BASS, Role.LEAD)
_MAJOR = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1])
_SCALES = np.array([np.roll(_MAJOR, tonic) for tonic in range(12)])


class Feature(NamedTuple):
    """What a number tells."""

    title: str
    group: str


FEATURES: dict[str, Feature] = {
    "pitch_class_entropy": Feature("Pitch-class entropy, bits", "harmony"),
    "scale_consistency": Feature("Notes in the best-fitting major scale", "harmony"),
    "key_confidence": Feature("How sure the key is", "harmony"),
    "chord_changes": Feature("Chord changes a bar", "harmony"),
    "chord_kinds": Feature("Different chords", "harmony"),
    "no_chord": Feature("Half bars without a chord", "harmony"),
    "groove_consistency": Feature("Groove consistency", "rhythm"),
    "notes_per_bar": Feature("Notes a bar", "rhythm"),
    "density_spread": Feature("Spread of notes a bar, of their mean", "rhythm"),
    "onset_gap": Feature("Mean gap between onsets, beats", "rhythm"),
    "on_the_beat": Feature("Onsets on the beat", "rhythm"),
    "off_sixteenths": Feature("Onsets off the 16ths", "rhythm"),
    "polyphony": Feature("Pitched notes that sound at once", "band"),
    "drum_kinds": Feature("Kinds of drum", "band"),
    **{f"{role.word}_share": Feature(f"Share of {role.word}", "band") for role in Role},
    **{f"{role.word}_silent": Feature(f"Bars without {role.word}", "band") for role in Role},
    **{
        f"{role.word}_voices": Feature(f"Notes of {role.word} struck at once", "band")
        for role in Role
    },
    **{
        f"{role.word}_{name}": Feature(f"{role.word.capitalize()}: {title}", "melody")
        for role in MELODIC
        for name, title in {
            "pitch": "mean pitch",
            "range": "range of nine notes in ten, semitones",
            "repeats": "notes repeated",
            "steps": "steps of 1 or 2 semitones",
            "leaps": "leaps of 8 semitones or more",
            "gap": "mean gap between onsets, beats",
        }.items()
    },
    **{
        f"{role.word}_length": Feature(f"Length of {role.word}, log2 of beats", "melody")
        for role in Role
        if role != Role.DRUMS
    },
    "velocity": Feature("Mean velocity", "loudness"),
    "velocity_spread": Feature("Spread of velocity", "loudness"),
    **{
        f"{role.word}_velocity_spread": Feature(f"Spread of velocity of {role.word}", "loudness")
        for role in Role
    },
    **{f"similarity_{lag}": Feature(f"Likeness to {lag} bars back", "repetition") for lag in LAGS},
    "longest_run": Feature("Longest run of equal bars", "repetition"),
    "bars_new": Feature("Bars unlike any before them", "repetition"),
}
"""Every number by name, in the order in which to show them."""


def features_of(song: Song) -> dict[str, float]:
    """The numbers of `FEATURES`; NaN for what does not apply, such as the leaps of no lead."""
    found = (_harmony(song), _rhythm(song), _band(song), _melody(song), _loudness(song))
    numbers: dict[str, float] = {}
    for part in (*found, _repetition(song)):
        numbers.update(part)
    return {name: float(numbers[name]) for name in FEATURES}


def table_of(songs: list[Song]) -> Reals:
    """(songs, features): the numbers of each song, in the order of `FEATURES`."""
    rows = [list(features_of(song).values()) for song in songs]
    return np.array(rows, dtype=np.float64).reshape(len(songs), len(FEATURES))


def pitch_class_entropy(notes: Ints) -> float:
    """Bits that the pitch class of a note holds, drums aside; NaN without pitched notes."""
    pitch = notes[notes[:, 1] != Role.DRUMS, 2]
    share = np.bincount(pitch % 12, minlength=12) / max(1, len(pitch))
    share = share[share > 0]
    return float(-(share * np.log2(share)).sum()) if len(share) else np.nan


def _harmony(song: Song) -> Mapping[str, float]:
    pitch = song.notes[song.notes[:, 1] != Role.DRUMS, 2]
    share = np.bincount(pitch % 12, minlength=12) / max(1, len(pitch))
    chords = labels.chords_of(song).ravel()
    sounding = chords[chords != labels.NO_CHORD]
    key = labels.key_of(song)
    return {
        "pitch_class_entropy": pitch_class_entropy(song.notes),
        "scale_consistency": (_SCALES @ share).max() if len(pitch) else np.nan,
        "key_confidence": key.confidence if key else 0.0,
        "chord_changes": np.count_nonzero(np.diff(sounding)) / max(1, song.bars),
        "chord_kinds": len(np.unique(sounding)),
        "no_chord": 1 - len(sounding) / max(1, len(chords)),
    }


def _rhythm(song: Song) -> Mapping[str, float]:
    onset = np.unique(song.notes[:, 0])
    bar_steps = song.meter.bar_steps
    struck = np.zeros((song.bars, bar_steps), dtype=bool)
    struck[onset // bar_steps, onset % bar_steps] = True
    density = np.bincount(song.notes[:, 0] // bar_steps, minlength=song.bars)
    return {
        "groove_consistency": 1 - _mean(struck[1:] != struck[:-1]),
        "notes_per_bar": _mean(density),
        "density_spread": density.std() / density.mean() if density.any() else np.nan,
        "onset_gap": _mean(np.diff(onset)) / STEPS_PER_BEAT,
        "on_the_beat": _mean(onset % STEPS_PER_BEAT == 0),
        "off_sixteenths": _mean(onset % 3 != 0),
    }


def _band(song: Song) -> Mapping[str, float]:
    density = labels.densities_of(song)
    numbers = {
        "polyphony": labels.polyphony_of(song),
        "drum_kinds": float(len(np.unique(_of(song, Role.DRUMS)[:, 2]))),
    }
    for role in Role:
        notes = _of(song, role)
        onsets = len(np.unique(notes[:, 0]))
        numbers[f"{role.word}_share"] = len(notes) / max(1, len(song))
        numbers[f"{role.word}_silent"] = _mean(density[:, role] == 0)
        numbers[f"{role.word}_voices"] = len(notes) / onsets if onsets else np.nan
    return numbers


def _melody(song: Song) -> Mapping[str, float]:
    numbers = {}
    for role in MELODIC:
        top = line_of(song, role)
        leap = np.abs(np.diff(top[:, 2]))
        low, high = np.percentile(top[:, 2], [5, 95]) if len(top) else (np.nan, np.nan)
        numbers[f"{role.word}_pitch"] = _mean(top[:, 2])
        numbers[f"{role.word}_range"] = high - low
        numbers[f"{role.word}_repeats"] = _mean(leap == 0)
        numbers[f"{role.word}_steps"] = _mean((leap == 1) | (leap == 2))
        numbers[f"{role.word}_leaps"] = _mean(leap >= 8)
        numbers[f"{role.word}_gap"] = _mean(np.diff(top[:, 0])) / STEPS_PER_BEAT
    for role in (Role.BASS, Role.CHORDS, Role.LEAD):
        beats = _of(song, role)[:, 3] / STEPS_PER_BEAT
        numbers[f"{role.word}_length"] = _mean(np.log2(beats))
    return numbers


def _loudness(song: Song) -> Mapping[str, float]:
    velocity = song.notes[:, 4]
    numbers = {"velocity": _mean(velocity), "velocity_spread": _spread(velocity)}
    for role in Role:
        numbers[f"{role.word}_velocity_spread"] = _spread(_of(song, role)[:, 4])
    return numbers


def _repetition(song: Song) -> Mapping[str, float]:
    alike = structure.likeness(song)
    curve = structure.by_lag(alike, max(LAGS))
    numbers = {f"similarity_{lag}": curve[lag - 1] for lag in LAGS}
    numbers["longest_run"] = structure.longest_run(alike)
    numbers["bars_new"] = structure.share_of_new(alike)
    return numbers


def line_of(song: Song, role: Role) -> Ints:
    """The highest note of a role at each onset."""
    notes = _of(song, role)
    last = np.ones(len(notes), dtype=bool)
    last[:-1] = notes[1:, 0] != notes[:-1, 0]
    line: Ints = notes[last]
    return line


def _of(song: Song, role: Role) -> Ints:
    notes: Ints = song.notes[song.notes[:, 1] == role]
    return notes


def _mean(values: NDArray[np.integer | np.floating | np.bool_]) -> float:
    return float(np.mean(values)) if values.size else np.nan


def _spread(values: NDArray[np.integer | np.floating | np.bool_]) -> float:
    return float(np.std(values)) if values.size else np.nan
