"""A model of the form of songs: writes an outline bar by bar, before any note is written.

For every bar it decides which earlier bar is repeated and how closely, then the chords, then how
many notes each role plays, and how high, the way the bars of real songs follow each other. Chords
are degrees to it: they are counted from the tonic. A small LSTM over bars that looks back as the
large one does: it is told what was played 1, 2, 4, 8, 16 and 32 bars ago. Knows outlines. Does not
know notes, nor how it was trained.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import sampling
from lstmelody.conditions import OPEN, density_class
from lstmelody.errors import BadData
from lstmelody.facts import (
    BEFORE_STARTS,
    DENSE,
    FACT_STARTS,
    HIGH,
    PLAYED,
    PLAYED_SIZES,
    SIZES,
    Rows,
    last_facts_of,
    named_of,
    no_bar,
    outline_from,
    rows_of,
    tonic_of,
)
from lstmelody.forms import Form, form, wish
from lstmelody.labels import CHORDS, NO_CHORD, ROOTS, transposed_chord
from lstmelody.locks import ALL_TONES, HalfBars, tones_of
from lstmelody.lookback import LAGS
from lstmelody.music import Role
from lstmelody.native import bars, drawing
from lstmelody.native.bars import Conducting
from lstmelody.outlines import Brief, Outline

WARMTH = (*[1.0] * PLAYED, *[0.95] * len(PLAYED_SIZES))
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
_BARS_DRAWN = 32
FREE = form()


class Harmony(NamedTuple):
    """What is asked of the chords."""

    chords: tuple[HalfBars, ...] = ()
    """From the first bar that is written, over and over."""
    tones: int = ALL_TONES
    """The pitch classes that chords may be made of, as bits."""


ANY = Harmony()


class Wanted(NamedTuple):
    """What an outline is to be."""

    opening: Outline
    """The bars that are known."""
    brief: Brief
    """What the song is told to be; its outline is not read."""
    seed: int
    form: Form = FREE
    harmony: Harmony = ANY
    first: int = 0
    """The number of the opening's first bar; what lies before it is as if it never was."""


_DAMAGED = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
"""What NumPy raises for an archive that is none, or was cut or changed."""

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Conductor:
    """The trained network."""

    network: Conducting

    @classmethod
    def load(cls, path: Path) -> Conductor:
        """The conductor in a file, or `BadData` where there is none."""
        try:
            with path.open("rb") as file, np.load(file) as stored:
                weights = {name: stored[name].astype(np.float32) for name in stored.files}
            return cls(bars.conducting(weights, FACT_STARTS, BEFORE_STARTS))
        except _DAMAGED as problem:
            raise BadData(f"There is no conductor in {path}.") from problem

    def outline(self, wanted: Wanted) -> Outline:
        """The outline of a whole song, of which the opening is the beginning."""
        brief = wanted.brief
        assert brief.bars is not None
        assert not wanted.first
        rows = rows_of(wanted.opening, brief)
        following = islice(self.decisions(wanted), max(0, brief.bars - len(rows)))
        rows = np.array([*rows.tolist(), *following], np.int16).reshape(-1, len(SIZES))
        if brief.bars > len(wanted.opening):
            rows[-1] = _home(rows[-1].tolist(), brief, wanted.harmony)
        return outline_from(rows, brief)

    def outlines(self, wanted: Wanted) -> Iterator[Outline]:
        """The bars after the opening, for ever: each (1, 11)."""
        for row in self.decisions(wanted):
            yield outline_from(np.array([row], np.int16), wanted.brief)

    def decisions(self, wanted: Wanted) -> Iterator[list[int]]:
        """Bar after bar for ever, each as its eleven classes, going on from the opening's."""
        opening, brief = rows_of(wanted.opening, wanted.brief), wanted.brief
        odds = _chord_odds(wanted.harmony, brief)
        rows = np.zeros((0, len(SIZES)), np.int16)  # the last of them
        state = self.start()
        drawn: list[list[float]] = []
        for number in count():
            bar = wanted.first + number
            self.hear(last_facts_of(rows, brief, bar), state)
            if number < len(opening):
                chosen = opening[number].tolist()
            else:
                if not drawn:
                    drawn = _uniforms(wanted.seed, bar)
                uniforms = drawn.pop()
                chords = odds[(number - len(opening)) % len(odds)]
                chosen = self._decided(rows, bar, brief, state[0], wanted.form, chords, uniforms)
                yield chosen
            rows = np.concatenate([rows, np.array([chosen], np.int16)])[-max(LAGS) :]

    def start(self) -> Array:
        """(2, width): hidden and cell state before the first bar."""
        return np.zeros((2, self.network.ear.hidden.shape[0]), np.float32)

    def hear(self, facts: NDArray[np.int64], state: Array) -> None:
        """One step of the LSTM, which changes the state."""
        bars.hear(self.network.ear, facts + self.network.starts, state)

    def _decided(
        self,
        rows: Rows,
        bar: int,
        brief: Brief,
        hidden: Array,
        asked: Form,
        chords: Sequence[drawing.Floats],
        uniforms: Sequence[float],
    ) -> list[int]:
        """The classes of the next bar, one drawn after another; `rows` are those before it."""
        chosen: list[int] = []
        named = no_bar()
        for number, uniform in enumerate(uniforms):
            if _stays_silent(number, chosen, brief):
                chosen.append(1)
                continue
            weights = drawing.softmax(self.logits(number, hidden, chosen, named), WARMTH[number])
            if number < PLAYED:
                weights *= _odds(asked, bar, chosen)
            elif number < DENSE:
                weights *= chords[number - PLAYED]
                drawing.top_p(weights, CHORD_TOP_P)
            elif number >= HIGH:  # who plays is somewhere
                weights[0] = 0
            chosen.append(1 + drawing.draw(weights, uniform))
            if number == 0:
                named = named_of(rows, len(rows), chosen[0])
        return chosen

    def logits(
        self, number: int, hidden: Array, chosen: Sequence[int], named: NDArray[np.int64]
    ) -> Array:
        """The logits of one field of a bar, given those before it and the bar that it repeats."""
        rows = np.array([*chosen, *named], np.int64)
        return bars.said(self.network.fields[number], hidden, rows)


def _odds(asked: Form, bar: int, chosen: Sequence[int]) -> drawing.Floats:
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
    tilt: drawing.Floats = max(asked.repetition, 1e-3) ** (degrees - _EVEN)
    least = 1 if wished.repeats is None else _ALIKE
    tilt[:least] = 0
    return tilt


def _chord_odds(harmony: Harmony, brief: Brief) -> list[list[drawing.Floats]]:
    """Which chords may be chosen for each half of each bar, as degrees."""
    open_ = np.array([tones_of(chord) & ~harmony.tones == 0 for chord in range(len(CHORDS))])
    open_[NO_CHORD] = True
    each = np.eye(len(CHORDS))
    ways = [[each[chord] for chord in bar] for bar in harmony.chords] or [[open_ * 1.0] * 2]
    degrees = [transposed_chord(chord, tonic_of(brief)) for chord in range(len(CHORDS))]
    return [[half[degrees] for half in bar] for bar in ways]


def _home(last: Sequence[int], brief: Brief, harmony: Harmony) -> list[int]:
    """The last bar as it ends a song: nothing new and little of it, on the tonic.

    As a rule, for the songs that were learned from mostly fade out, go round again or break off.
    """
    _, _, *chords, drums, bass, comping, lead = last[:HIGH]
    if brief.frame.key != OPEN and not harmony.chords:
        chords = [_MINOR_TONIC if brief.frame.key > len(ROOTS) else _MAJOR_TONIC] * 2
    few = [min(each) for each in zip((drums, bass, comping, lead), _LAST_NOTES, strict=True)]
    return [1, 1, *chords, *few, *last[HIGH:]]


def _stays_silent(number: int, chosen: Sequence[int], brief: Brief) -> bool:
    """Whether a field tells of a role that does not play: its first class says so."""
    if number >= HIGH:
        return chosen[number - HIGH + DENSE + Role.BASS] == _SILENT
    return number >= DENSE and getattr(brief.frame, Role(number - DENSE).word) == _SILENT


def _uniforms(seed: int, bar: int) -> list[list[float]]:
    """What is drawn for some bars from this one on, the first of them last; three draws of four
    numbers are more than a bar needs."""
    drawn = sampling.uniforms(seed, 3 * bar, 3 * _BARS_DRAWN, stream=2)
    rows: list[list[float]] = drawn.reshape(_BARS_DRAWN, -1)[::-1, : len(SIZES)].tolist()
    return rows
