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
from functools import lru_cache
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
    FACT_STARTS,
    HIGH,
    PLAYED,
    PLAYED_SIZES,
    SIZES,
    last_facts_of,
    outline_from,
    played_of,
    rows_of,
    tonic_of,
)
from lstmelody.forms import Form, Wish, form, wish
from lstmelody.labels import CHORDS, NO_CHORD, ROOTS, transposed_chord
from lstmelody.locks import ALL_TONES, HalfBars, tones_of
from lstmelody.lookback import LAGS
from lstmelody.music import Role
from lstmelody.native import bars, drawing
from lstmelody.native.bars import Conducting
from lstmelody.native.deciding import Odds, decided
from lstmelody.outlines import Brief, Outline

WARMTH = np.array([1.0] * PLAYED + [0.95] * len(PLAYED_SIZES))
"""Temperatures of each field. Which bars are repeated follows songs at 1; there, chords would stray
(22 kinds in 64 bars, where songs have 14) and densities flicker (docs/log.md)."""
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
        chords = _chord_odds(wanted.harmony, tonic_of(brief))
        densities = np.array([getattr(brief.frame, role.word) for role in Role], np.int64)
        rows = np.zeros((0, len(SIZES)), np.int16)  # the last of them
        state = self.start()
        drawn = np.zeros((0, len(SIZES)))
        for number in count():
            bar = wanted.first + number
            facts = last_facts_of(rows, brief, bar)
            self.hear(facts, state)
            if number < len(opening):
                chosen = opening[number].tolist()
            else:
                if not len(drawn):
                    drawn = _uniforms(wanted.seed, bar)
                uniforms, drawn = drawn[0], drawn[1:]
                wished = wish(wanted.form, bar)
                repeating = _repeating(wanted.form, wished, min(bar - wished.since, max(LAGS)))
                half_bars = chords[(number - len(opening)) % len(chords)]
                odds = Odds(*repeating, half_bars, densities, WARMTH)
                played = played_of(facts)
                chosen = decided(self.network.fields, state[0], played, odds, uniforms).tolist()
                yield chosen
            rows = np.concatenate([rows, np.array([chosen], np.int16)])[-max(LAGS) :]

    def start(self) -> Array:
        """(2, width): hidden and cell state before the first bar."""
        return np.zeros((2, self.network.ear.hidden.shape[0]), np.float32)

    def hear(self, facts: NDArray[np.int64], state: Array) -> None:
        """One step of the LSTM, which changes the state."""
        bars.hear(self.network.ear, facts + self.network.starts, state)


@lru_cache(maxsize=256)
def _repeating(asked: Form, wished: Wish, back: int) -> tuple[drawing.Floats, drawing.Floats]:
    """How much likelier each lag is than songs have it, no more bars back than may be repeated;
    and each closeness of the bar that is."""
    degrees = np.arange(SIZES[1], dtype=np.float64)
    tilt: drawing.Floats = max(asked.repetition, 1e-3) ** (degrees - _EVEN)
    if wished.repeats is not None:
        tilt[:_ALIKE] = 0
        return np.array([0, *(float(lag == wished.repeats) for lag in LAGS)]), tilt
    tilt[:1] = 0
    return np.array([1, *(asked.repetition * (lag <= back) for lag in LAGS)], np.float64), tilt


@lru_cache(maxsize=256)
def _chord_odds(harmony: Harmony, tonic: int) -> list[drawing.Floats]:
    """Which chords may be chosen for each half of each bar, as degrees: each (2, chords)."""
    open_ = np.array([tones_of(chord) & ~harmony.tones == 0 for chord in range(len(CHORDS))])
    open_[NO_CHORD] = True
    each = np.eye(len(CHORDS))
    ways = [[each[chord] for chord in bar] for bar in harmony.chords] or [[open_ * 1.0] * 2]
    degrees = [transposed_chord(chord, tonic) for chord in range(len(CHORDS))]
    return [np.array([half[degrees] for half in bar]) for bar in ways]


def _home(last: Sequence[int], brief: Brief, harmony: Harmony) -> list[int]:
    """The last bar as it ends a song: nothing new and little of it, on the tonic.

    As a rule, for the songs that were learned from mostly fade out, go round again or break off.
    """
    _, _, *chords, drums, bass, comping, lead = last[:HIGH]
    if brief.frame.key != OPEN and not harmony.chords:
        chords = [_MINOR_TONIC if brief.frame.key > len(ROOTS) else _MAJOR_TONIC] * 2
    few = [min(each) for each in zip((drums, bass, comping, lead), _LAST_NOTES, strict=True)]
    return [1, 1, *chords, *few, *last[HIGH:]]


def _uniforms(seed: int, bar: int) -> drawing.Floats:
    """What is drawn for some bars from this one on; three draws of four numbers are more than a bar
    needs."""
    drawn = sampling.uniforms(seed, 3 * bar, 3 * _BARS_DRAWN, stream=2)
    return drawn.reshape(_BARS_DRAWN, -1)[:, : len(SIZES)].copy()
