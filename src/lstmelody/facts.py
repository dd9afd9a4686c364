"""What the form of a song is to a conductor: what it decides of a bar, and what it knows before.

Bar by bar it decides which earlier bar is repeated, chords, densities and registers, each a class;
chords are degrees to it, counted from the tonic. The one place where outlines become its table
indices, so that learning and conducting can't differ. Knows outlines. Does not know the network.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import (
    DENSITY_CLASSES,
    FRAME_CLASSES,
    OPEN,
    PLACE_CLASSES,
    left_class,
    left_classes,
)
from lstmelody.labels import CHORDS
from lstmelody.lookback import LAGS
from lstmelody.music import Role
from lstmelody.outlines import REGISTER_CLASSES, REGISTERS, Bar, Brief, Outline, rechorded
from lstmelody.plans import PLAN_CLASSES

CONDUCTOR = "conductor.npz"
"""The file of its weights beside the model's."""

_DECIDED = {
    "lag": PLAN_CLASSES.lag,
    "closeness": PLAN_CLASSES.closeness,
    "first_chord": len(CHORDS),
    "second_chord": len(CHORDS),
    **{role.word: DENSITY_CLASSES - 1 for role in Role},
    **dict.fromkeys(Bar._fields[REGISTERS], REGISTER_CLASSES - 1),
}
"""The columns of an outline in the order in which they are decided, and how many classes each has,
open not counted."""
SIZES = tuple(_DECIDED.values())
_ORDER = [Bar._fields.index(name) for name in _DECIDED]
PLAYED, DENSE, HIGH = map([*_DECIDED].index, ("first_chord", "drums", "bass_register"))
"""The first that tells of what is played, not of what is repeated; the first that is a density; the
first that is a register."""
PLAYED_SIZES = SIZES[PLAYED:]

_PHRASE = PLACE_CLASSES.phrase
FACT_CLASSES = (
    *(1 + size for size in SIZES),
    *[1 + size for size in PLAYED_SIZES] * len(LAGS),
    _PHRASE,
    PLACE_CLASSES.left,
    *FRAME_CLASSES,
)
"""The bar before; what was played some bars ago; place in the phrase, bars left; the frame."""


def _starts(classes: Sequence[int]) -> NDArray[np.int64]:
    return np.cumsum([0, *classes[:-1]], dtype=np.int64)


FACT_STARTS = _starts(FACT_CLASSES)
BEFORE_STARTS = [
    _starts([1 + size for size in (*SIZES[:field], *PLAYED_SIZES)]) for field in range(len(SIZES))
]
"""Where the rows of each field begin in a table of several."""

Rows = NDArray[np.int16]
"""(n, 11): an outline as it is decided: see `rows_of`."""


def rows_of(outline: Outline, brief: Brief) -> Rows:
    """An outline's columns in the order in which they are decided, its chords as degrees."""
    return rechorded(outline, -tonic_of(brief))[:, _ORDER]


def outline_from(rows: Rows, brief: Brief) -> Outline:
    """The outline whose rows these are."""
    return rechorded(rows[:, np.argsort(_ORDER)], tonic_of(brief))


def tonic_of(brief: Brief) -> int:
    """The pitch class that degrees are counted from; C where no key is told."""
    return 0 if brief.frame.key == OPEN else (brief.frame.key - 1) % 12


def facts_of(rows: Rows, brief: Brief, first: int = 0) -> NDArray[np.int64]:
    """What is known before each of n bars and one more is decided, from the n: (n + 1, 75).

    `first` is the number of the first of them; what lies before it is as if it never was.
    """
    count = len(rows) + 1
    bar = first + np.arange(count)
    facts = np.zeros((count, len(FACT_CLASSES)), np.int64)
    facts[1:, : len(SIZES)] = rows
    for number, lag in enumerate(LAGS):
        start = len(SIZES) + number * len(PLAYED_SIZES)
        facts[lag:, start : start + len(PLAYED_SIZES)] = rows[: max(0, count - lag), PLAYED:]
    place = len(SIZES) + len(LAGS) * len(PLAYED_SIZES)
    facts[:, place] = bar % _PHRASE
    if brief.bars is not None:
        facts[:, place + 1] = left_classes(brief.bars - bar)
    facts[:, place + 2 :] = brief.frame
    return facts


def last_facts_of(rows: Rows, brief: Brief, bar: int) -> NDArray[np.int64]:
    """What is known before a bar is decided, from the rows of those before it: the last of
    `facts_of`."""
    facts = np.zeros(len(FACT_CLASSES), np.int64)
    if len(rows):
        facts[: len(SIZES)] = rows[-1]
    start = len(SIZES)
    for lag in LAGS:
        if lag <= len(rows):
            facts[start : start + len(PLAYED_SIZES)] = rows[-lag, PLAYED:]
        start += len(PLAYED_SIZES)
    facts[start] = bar % _PHRASE
    if brief.bars is not None:
        facts[start + 1] = left_class(max(1, brief.bars - bar))
    facts[start + 2 :] = brief.frame
    return facts


def played_of(facts: NDArray[np.int64]) -> NDArray[np.int64]:
    """What was played in each of the bars back there, of what is known before one: (lags, 9)."""
    first, each = len(SIZES), len(PLAYED_SIZES)
    return facts[first : first + len(LAGS) * each].reshape(len(LAGS), each)


def named_of(rows: Rows, bar: int, lag: int) -> NDArray[np.int64]:
    """What was played in the bar that a bar repeats; all open where it is none."""
    at = bar - LAGS[lag - 2] if lag > 1 else -1
    return rows[at, PLAYED:].astype(np.int64) if at >= 0 else no_bar()


def no_bar() -> NDArray[np.int64]:
    """What was played in no bar at all."""
    return np.zeros(len(PLAYED_SIZES), np.int64)
