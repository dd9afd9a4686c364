"""What the model is told and need not predict: where we are in the song, and what song it is.

Every condition may be left open (class 0), and training leaves each open at times, so that a
composer may give any of them or none. Knows classes and how songs show them. Does not know the
model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.labels import Key, key_of
from lstmelody.music import METERS, Meter, Role, Song

OPEN = 0
"""The class of a condition that is not given."""


class Frame(NamedTuple):
    """What holds for a whole song, as classes; 0 leaves a condition open."""

    meter: int
    tempo: int
    key: int
    drums: int
    bass: int
    chords: int
    lead: int
    """These four: how densely each role plays, class 1 for not at all."""
    style: int = OPEN


class Place(NamedTuple):
    """Where an event stands."""

    step: int
    """Grid steps since the bar began, 0..71."""
    phrase: int
    """Bar within its phrase of 16, 0..15."""
    left: int
    """Bars remaining, this one included, as a class; 0 for an endless song."""


# Bars remaining are counted one by one near the end, and more coarsely far from it.
_LEFT_EDGES = np.array([*range(2, 34), 36, 40, 48, 56, 64, 80, 96, 128, 192, 256, 384])
_TEMPO_EDGES = np.arange(48, 240, 8)
# Notes a bar, roughly even in the logarithm.
_DENSITY_EDGES = np.array([0.5, 1, 1.5, 2, 3, 4, 5.5, 7.5, 10, 13, 17, 22, 28])

STYLES = ("game", "rock", "pop", "country", "jazz", "rap_hip_hop", "rnb_soul", "classic")
"""Kinds of music that a song may be told to be."""

DENSITY_CLASSES = len(_DENSITY_EDGES) + 3
"""Open, silent, and one more than there are edges."""
PLACE_CLASSES = Place(step=72, phrase=16, left=len(_LEFT_EDGES) + 2)
FRAME_CLASSES = Frame(
    len(METERS) + 1,
    len(_TEMPO_EDGES) + 2,
    25,
    DENSITY_CLASSES,
    DENSITY_CLASSES,
    DENSITY_CLASSES,
    DENSITY_CLASSES,
    len(STYLES) + 1,
)


def frame_of(song: Song) -> Frame:
    """The conditions that a song shows."""
    per_bar = [float((song.notes[:, 1] == role).sum()) / max(1, song.bars) for role in Role]
    return frame(song.meter, song.bpm, key_class(song), per_bar)


def frame(meter: Meter, bpm: float, key: int, notes_per_bar: Sequence[float]) -> Frame:
    """The conditions of a song of which this is known; the last is told for each role."""
    densities = [density_class(each) for each in notes_per_bar]
    return Frame(1 + METERS.index(meter), tempo_class(bpm), key, *densities)


def tempo_class(bpm: float) -> int:
    """1 below 48 beats a minute, then one class for every 8."""
    return 1 + int(np.searchsorted(_TEMPO_EDGES, bpm, side="right"))


def density_class(notes_per_bar: float) -> int:
    """1 for silence, then growing with the logarithm of the notes a bar."""
    if notes_per_bar == 0:
        return 1
    return 2 + int(np.searchsorted(_DENSITY_EDGES, notes_per_bar, side="right"))


def density_of(density: int) -> float:
    """About how many notes a bar a class stands for, silence and what is open for none."""
    if density <= density_class(0):
        return 0.0
    edges = [0.25, *_DENSITY_EDGES.tolist(), 44.0]
    return math.sqrt(edges[density - 2] * edges[density - 1])


def style_class(style: str) -> int:
    """From 1 on for the styles we know; open for any other word."""
    return 1 + STYLES.index(style) if style in STYLES else OPEN


def key_class(song: Song) -> int:
    """The class of the key that a song is in; open without pitched notes."""
    return class_of_key(key_of(song))


def class_of_key(key: Key | None) -> int:
    """1..12 for C major to B major, 13..24 for C minor to B minor; open for none."""
    return OPEN if key is None else 1 + 12 * key.minor + key.tonic


def key_name(key: int) -> str | None:
    """`A minor`, from its class; None where it is open."""
    if key == OPEN:
        return None
    minor, tonic = divmod(key - 1, 12)
    return Key(tonic, bool(minor), confidence=1.0).name


def transposed_key(key: int, semitones: int) -> int:
    """The class of a key moved by semitones."""
    if key == OPEN:
        return OPEN
    mode, tonic = divmod(key - 1, 12)
    return 1 + mode * 12 + (tonic + semitones) % 12


def left_class(bars_left: int) -> int:
    """The class of a number of bars remaining, this one included."""
    return 1 + int(np.searchsorted(_LEFT_EDGES, bars_left, side="right"))


_LEFT_CLASSES = np.array([left_class(max(1, bars)) for bars in range(513)])


def left_classes(bars_left: NDArray[np.int64]) -> NDArray[np.int64]:
    """`left_class` of many; 1 where none is left."""
    classes: NDArray[np.int64] = _LEFT_CLASSES[np.clip(bars_left, 1, len(_LEFT_CLASSES) - 1)]
    return classes


def places(time: NDArray[np.int64], meter: Meter, bars: int | None) -> NDArray[np.int64]:
    """`Place` of each event of a song of so many bars by its time, as an (n, 3) array."""
    bar, step = np.divmod(time, meter.bar_steps)
    left = np.zeros_like(bar)
    if bars is not None:
        left = left_classes(bars - bar)
    return np.stack([step, bar % PLACE_CLASSES.phrase, left], axis=1)
