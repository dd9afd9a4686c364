"""A model of the form of songs: writes an outline bar by bar, before any note is written.

For every bar it decides which earlier bar is repeated and how closely, then the chords, then how
many notes each role plays, and how high, the way the bars of real songs follow each other. Chords
are degrees to it: they are counted from the tonic. A small LSTM over bars that looks back as the
large one does: it is told what was played 1, 2, 4, 8, 16 and 32 bars ago. Runs on NumPy alone.
Knows outlines. Does not know notes, nor how it was trained.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lstmelody import sampling
from lstmelody.conditions import (
    DENSITY_CLASSES,
    FRAME_CLASSES,
    OPEN,
    PLACE_CLASSES,
    density_class,
    left_classes,
)
from lstmelody.errors import BadData
from lstmelody.forms import Form, form, wish
from lstmelody.labels import CHORDS, ROOTS
from lstmelody.lookback import LAGS
from lstmelody.music import Role
from lstmelody.outlines import (
    REGISTER_CLASSES,
    REGISTERS,
    Bar,
    Brief,
    Outline,
    rechorded,
)
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
_PLAYED, _DENSE, _HIGH = map([*_DECIDED].index, ("first_chord", "drums", "bass_register"))
"""The first that tells of what is played, not of what is repeated; the first that is a density; the
first that is a register."""
PLAYED_SIZES = SIZES[_PLAYED:]
WARMTH = (*[1.0] * _PLAYED, *[0.95] * len(PLAYED_SIZES))
"""Temperatures of each field. Which bars are repeated follows songs at 1; there, chords would stray
(22 kinds in 64 bars, where songs have 14) and densities flicker (docs/log.md)."""
CHORD_TOP_P = 0.98
_SILENT = density_class(0)
_LAST_NOTES = [density_class(notes) for notes in (3, 1, 4, 1)]
_MAJOR_TONIC, _MINOR_TONIC = 1 + CHORDS.index("C"), 1 + CHORDS.index("Cm")
_EVEN = 2.5
"""The middle of the degrees 1 to 4 in which a bar is repeated: the dial tilts them around it."""
_ALIKE = 3
"""The least degree in which a bar that a form asks for is repeated: see `CLOSENESS_EDGES`."""
FREE = form()

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


_FACT_STARTS = _starts(FACT_CLASSES)
_BEFORE_STARTS = [
    _starts([1 + size for size in (*SIZES[:field], *PLAYED_SIZES)]) for field in range(len(SIZES))
]
"""Where the rows of each field begin in a table of several."""

_DAMAGED = (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error)
"""What NumPy raises for an archive that is none, or was cut or changed."""

Array = NDArray[np.float32]
Rows = NDArray[np.int16]
"""(n, 11): an outline as it is decided: see `rows_of`."""


def rows_of(outline: Outline, brief: Brief) -> Rows:
    """An outline's columns in the order in which they are decided, its chords as degrees."""
    return rechorded(outline, -_tonic(brief))[:, _ORDER]


def _outline_of(rows: Rows, brief: Brief) -> Outline:
    """The outline whose rows these are."""
    return rechorded(rows[:, np.argsort(_ORDER)], _tonic(brief))


def _tonic(brief: Brief) -> int:
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
        facts[lag:, start : start + len(PLAYED_SIZES)] = rows[: max(0, count - lag), _PLAYED:]
    place = len(SIZES) + len(LAGS) * len(PLAYED_SIZES)
    facts[:, place] = bar % _PHRASE
    if brief.bars is not None:
        facts[:, place + 1] = left_classes(brief.bars - bar)
    facts[:, place + 2 :] = brief.frame
    return facts


def named_of(rows: Rows, bar: int, lag: int) -> NDArray[np.int64]:
    """What was played in the bar that a bar repeats; all open where it is none."""
    at = bar - LAGS[lag - 2] if lag > 1 else -1
    return rows[at, _PLAYED:].astype(np.int64) if at >= 0 else no_bar()


def no_bar() -> NDArray[np.int64]:
    """What was played in no bar at all."""
    return np.zeros(len(PLAYED_SIZES), np.int64)


@dataclass(frozen=True)
class Conductor:
    """The trained network, as plain arrays."""

    weights: dict[str, Array]

    @classmethod
    def load(cls, path: Path) -> Conductor:
        """The conductor in a file, or `BadData` where there is none."""
        try:
            with path.open("rb") as file, np.load(file) as stored:
                return cls({name: stored[name].astype(np.float32) for name in stored.files})
        except _DAMAGED as problem:
            raise BadData(f"There is no conductor in {path}.") from problem

    def outline(self, opening: Outline, brief: Brief, seed: int, asked: Form = FREE) -> Outline:
        """The outline of a whole song whose first bars are known."""
        assert brief.bars is not None
        rows = rows_of(opening, brief)
        following = islice(self.bars(rows, brief, seed, asked), brief.bars - len(rows))
        rows = np.array([*rows.tolist(), *following], np.int16).reshape(-1, len(SIZES))
        if brief.bars > len(opening):
            rows[-1] = _home(rows[-1].tolist(), brief)
        return _outline_of(rows, brief)

    def bars(
        self, opening: Rows, brief: Brief, seed: int, asked: Form = FREE
    ) -> Iterator[list[int]]:
        """Bar after bar for ever, each as its eleven classes, going on from the opening's."""
        rows = np.zeros((0, len(SIZES)), np.int16)
        state = np.zeros((2, self.weights["hidden"].shape[1]), np.float32)
        while True:
            bar = len(rows)
            facts = facts_of(rows[-max(LAGS) :], brief, max(0, bar - max(LAGS)))
            state = self._heard(facts[-1], state)
            if bar < len(opening):
                chosen = opening[bar].tolist()
            else:
                chosen = self._decided(rows, brief, state[0], asked, _uniforms(seed, bar))
                yield chosen
            rows = np.concatenate([rows, np.array([chosen], np.int16)])

    def _heard(self, facts: NDArray[np.int64], state: Array) -> Array:
        """One step of the LSTM: (2, width) hidden and cell state."""
        own = self.weights
        x = own["facts"][facts + _FACT_STARTS].sum(axis=0)
        gates = own["enter"] @ x + own["hidden"] @ state[0] + own["bias"]
        let_in, forget, new, let_out = np.split(gates, 4)
        cell = _sigmoid(forget) * state[1] + _sigmoid(let_in) * np.tanh(new)
        return np.stack([_sigmoid(let_out) * np.tanh(cell), cell])

    def _decided(
        self, rows: Rows, brief: Brief, hidden: Array, asked: Form, uniforms: Sequence[float]
    ) -> list[int]:
        """The classes of the next bar, one drawn after another."""
        chosen: list[int] = []
        named = no_bar()
        for number, uniform in enumerate(uniforms):
            if _stays_silent(number, chosen, brief):
                chosen.append(1)
                continue
            weights = sampling.softmax(self.logits(number, hidden, chosen, named), WARMTH[number])
            if number < _PLAYED:
                weights *= _odds(asked, len(rows), chosen)
            elif number < _DENSE:
                weights = sampling.top_p(weights, CHORD_TOP_P)
            elif number >= _HIGH:  # who plays is somewhere
                weights[0] = 0
            chosen.append(1 + sampling.draw(weights, uniform))
            if number == 0:
                named = named_of(rows, len(rows), chosen[0])
        return chosen

    def logits(
        self, number: int, hidden: Array, chosen: Sequence[int], named: NDArray[np.int64]
    ) -> Array:
        """The logits of one field of a bar, given those before it and the bar that it repeats."""
        own = self.weights
        known = own[f"known{number}.weight"] @ hidden + own[f"known{number}.bias"]
        rows = np.array([*chosen, *named], np.int64) + _BEFORE_STARTS[number]
        known = known + own[f"before{number}.weight"][rows].sum(axis=0)
        known = np.maximum(known, 0)
        logits: Array = own[f"out{number}.weight"] @ known + own[f"out{number}.bias"]
        return logits


def _odds(asked: Form, bar: int, chosen: Sequence[int]) -> sampling.Floats:
    """How much likelier each lag of a bar is than songs have it; or each closeness, with the lag
    chosen. A lag leads to a bar that is there, and who repeats nothing does so in no degree."""
    wished = wish(asked, bar)
    if not chosen:
        if wished.repeats is not None:
            return np.array([0, *(float(lag == wished.repeats) for lag in LAGS)])
        return np.array([1, *(asked.repetition * (bar - lag >= wished.since) for lag in LAGS)])
    if chosen[0] == 1:
        return np.array([1, *[0] * (SIZES[1] - 1)], np.float64)
    degrees = np.arange(SIZES[1], dtype=np.float64)
    tilt: sampling.Floats = max(asked.repetition, 1e-3) ** (degrees - _EVEN)
    least = 1 if wished.repeats is None else _ALIKE
    tilt[:least] = 0
    return tilt


def _home(last: Sequence[int], brief: Brief) -> list[int]:
    """The last bar as it ends a song: nothing new and little of it, on the tonic.

    As a rule, for the songs that were learned from mostly fade out, go round again or break off.
    """
    _, _, *chords, drums, bass, harmony, lead = last[:_HIGH]
    if brief.frame.key != OPEN:
        chords = [_MINOR_TONIC if brief.frame.key > len(ROOTS) else _MAJOR_TONIC] * 2
    few = [min(each) for each in zip((drums, bass, harmony, lead), _LAST_NOTES, strict=True)]
    return [1, 1, *chords, *few, *last[_HIGH:]]


def _stays_silent(number: int, chosen: Sequence[int], brief: Brief) -> bool:
    """Whether a field tells of a role that does not play: its first class says so."""
    if number >= _HIGH:
        return chosen[number - _HIGH + _DENSE + Role.BASS] == _SILENT
    return number >= _DENSE and getattr(brief.frame, Role(number - _DENSE).word) == _SILENT


def _sigmoid(x: Array) -> Array:
    squashed: Array = np.reciprocal(1 + np.exp(-x))
    return squashed


def _uniforms(seed: int, bar: int) -> list[float]:
    """Three draws of four numbers are more than a bar needs."""
    draws = [sampling.uniforms(seed, 3 * bar + third, stream=2) for third in range(3)]
    drawn: list[float] = np.concatenate(draws).tolist()
    return drawn[: len(SIZES)]
