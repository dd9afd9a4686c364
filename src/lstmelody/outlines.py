"""What the model may be told of a song: of the whole of it, and of each of its bars.

An outline is the form of a song, bar by bar: chords, which earlier bar is repeated and how
closely, how densely each role plays and how high. Anything in it may be left open. Knows classes
and how songs show them. Does not know the model, nor where the outline of a new song comes from.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import DENSITY_CLASSES, OPEN, Frame, density_class
from lstmelody.labels import (
    CHORDS,
    NO_REGISTER,
    chords_of,
    densities_of,
    registers_of,
    transposed_chord,
)
from lstmelody.music import Meter, Role, Song
from lstmelody.plans import PLAN_CLASSES, plan_of


class Bar(NamedTuple):
    """What is known of a bar."""

    first_chord: int
    """Class of the chord in its first half: see `labels.chord_name`."""
    second_chord: int
    lag: int
    """Which earlier bar it repeats: see `plans.plan_of`."""
    closeness: int
    drums: int
    """These four: how many notes each role begins, 255 for all above."""
    bass: int
    chords: int
    lead: int
    bass_register: int
    """The last three: the mean pitch of these notes, see `labels.registers_of`."""
    chords_register: int
    lead_register: int


DENSITIES = slice(Bar._fields.index("drums"), Bar._fields.index("bass_register"))
REGISTERS = slice(DENSITIES.stop, len(Bar._fields))
"""The columns of `Bar` that tell of each role how much it plays, and of each pitched role where."""

Outline = NDArray[np.int16]
"""(bars, 11) array whose columns are those of `Bar`, each as a class with 0 for what is open."""


class Brief(NamedTuple):
    """Everything the model is told of a song."""

    bars: int | None
    """None for an endless song."""
    frame: Frame
    outline: Outline
    """Bars beyond its end are open."""
    given: tuple[Role, ...] = ()
    """Roles whose notes are known beforehand, for composing the others around them."""


class Here(NamedTuple):
    """What is told where an event stands: the columns of `along`."""

    chord: int
    """Of this half bar."""
    next_chord: int
    """Of the half bar after it."""
    lag: int
    closeness: int
    drums: int
    bass: int
    chords: int
    lead: int
    next_lag: int
    """From here on, of the bar after this."""
    next_closeness: int
    next_drums: int
    next_bass: int
    next_chords: int
    next_lead: int
    bass_register: int
    chords_register: int
    lead_register: int
    next_bass_register: int
    next_chords_register: int
    next_lead_register: int


# A class for every three semitones, from the lowest note of a bass to where hardly a lead goes.
_REGISTER_EDGES = np.arange(27, 100, 3)
REGISTER_CLASSES = len(_REGISTER_EDGES) + 3
"""Open, where nothing is played, and one more than there are edges."""
NOWHERE = 1
"""The register of who does not play."""
_CHORD, _LAG, _CLOSENESS = 1 + len(CHORDS), 1 + PLAN_CLASSES.lag, 1 + PLAN_CLASSES.closeness
_BAR = (_LAG, _CLOSENESS, *[DENSITY_CLASSES] * len(Role))
_REGISTERS = [REGISTER_CLASSES] * 3
HERE_CLASSES = Here(_CHORD, _CHORD, *_BAR, *_BAR, *_REGISTERS, *_REGISTERS)

_PLAN_AND_DENSITIES = slice(2, DENSITIES.stop)
_PER_BAR = 255
_DENSITIES = np.array([density_class(notes) for notes in range(_PER_BAR + 1)], np.int16)
_REGISTER_OF = (2 + np.searchsorted(_REGISTER_EDGES, np.arange(256), side="right")).astype(np.int16)
_REGISTER_OF[NO_REGISTER] = NOWHERE
_TRANSPOSED = np.array(
    [[transposed_chord(chord, by) for chord in range(len(CHORDS))] for by in range(12)], np.int16
)


def by_bar_of(song: Song) -> NDArray[np.uint8]:
    """What is known of each bar of a song, as (bars, 11)."""
    known = (chords_of(song), plan_of(song), densities_of(song), registers_of(song))
    return np.concatenate(known, axis=1)


def outline_of(by_bar: NDArray[np.uint8]) -> Outline:
    """The outline of a song, of which everything is brief."""
    outline = by_bar.astype(np.int16) + 1
    outline[:, DENSITIES] = _DENSITIES[by_bar[:, DENSITIES]]
    outline[:, REGISTERS] = _REGISTER_OF[by_bar[:, REGISTERS]]
    return outline


def open_outline(bars: int = 0) -> Outline:
    """The outline of a song, of which nothing is brief."""
    return np.full((bars, len(Bar._fields)), OPEN, np.int16)


def transposed_by_bar(by_bar: NDArray[np.uint8], semitones: int) -> NDArray[np.uint8]:
    """What is known of each bar of a song moved by semitones."""
    moved = by_bar.copy()
    moved[:, :2] = _TRANSPOSED[semitones % 12][by_bar[:, :2]]
    played = by_bar[:, REGISTERS] != NO_REGISTER
    moved[:, REGISTERS][played] += np.uint8(semitones % 256)
    return moved


def rechorded(outline: Outline, semitones: int) -> Outline:
    """The outline with its chords moved by semitones, and nothing else."""
    moved = outline.copy()
    chords = outline[:, :2]
    moved[:, :2] = np.where(chords == OPEN, OPEN, 1 + _TRANSPOSED[semitones % 12][chords - 1])
    return moved


def along(outline: Outline, time: NDArray[np.int64], meter: Meter) -> Outline:
    """What is told where events stand, by their time in grid steps: (n, 20), see `Here`."""
    bars = len(outline)
    bar = np.minimum(time // meter.bar_steps, bars)
    padded = np.concatenate([outline, open_outline(2)])
    chords = padded[:, :2].reshape(-1)
    half = np.minimum(2 * time // meter.bar_steps, 2 * bars)
    told = [padded[at, part] for part in (_PLAN_AND_DENSITIES, REGISTERS) for at in (bar, bar + 1)]
    return np.concatenate([chords[half, None], chords[half + 1, None], *told], axis=1)
