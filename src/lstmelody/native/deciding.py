"""One bar of an outline, decided field by field: drawn from what the conductor's network says.

Knows the order of the fields and how what is asked bends their odds. Does not know songs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lstmelody.conditions import density_class
from lstmelody.facts import DENSE, HIGH, PLAYED
from lstmelody.music import Role
from lstmelody.native.bars import Field, Indices, said
from lstmelody.native.compiling import compiled
from lstmelody.native.drawing import Floats, draw, softmax, top_p
from lstmelody.native.functions import Array

CHORD_TOP_P = 0.98
_SILENT = density_class(0)
_LAG, _CLOSENESS = 0, 1
_NO_LAG = 1
_BASS = Role.BASS.value


class Odds(NamedTuple):
    """How much likelier each class of a bar's fields is than songs have it."""

    lags: Floats
    closeness: Floats
    """Where a bar is repeated; where none is, it is so in no degree."""
    chords: Floats
    """(2, chords): of each half."""
    densities: Indices
    """The density of each role that is asked for; those that are to be silent need no draw."""
    warmth: Floats
    """The temperature of each field."""


@compiled
def decided(
    fields: tuple[Field, ...], hidden: Array, played: Indices, odds: Odds, uniforms: Floats
) -> Indices:
    """The classes of a bar, one drawn after another, each with a number from [0, 1).

    `played` (lags, fields) is what was played in the bars that this one may repeat.
    """
    count = len(odds.warmth)
    chosen = np.zeros(count, np.int64)
    known = np.zeros(count + played.shape[1], np.int64)
    for number in range(count):
        if _stays_silent(number, chosen, odds.densities):
            chosen[number] = 1
        else:
            # of the bar that is repeated nothing is known to the field that decides which it is
            if number > _LAG and chosen[_LAG] > _NO_LAG:
                known[number : number + played.shape[1]] = played[chosen[_LAG] - _NO_LAG - 1]
            else:
                known[number:] = 0
            rows = known[: number + played.shape[1]]
            weights = softmax(said(fields[number], hidden, rows), odds.warmth[number])
            _bend(weights, number, chosen, odds)
            chosen[number] = 1 + draw(weights, uniforms[number])
        known[number] = chosen[number]
    return chosen


@compiled
def _bend(weights: Floats, number: int, chosen: Indices, odds: Odds) -> None:
    if number == _LAG:
        weights *= odds.lags
    elif number == _CLOSENESS and chosen[_LAG] == _NO_LAG:
        weights[1:] = 0
    elif number == _CLOSENESS:
        weights *= odds.closeness
    elif number < DENSE:
        weights *= odds.chords[number - PLAYED]
        top_p(weights, CHORD_TOP_P)
    elif number >= HIGH:  # who plays is somewhere
        weights[0] = 0


@compiled
def _stays_silent(number: int, chosen: Indices, densities: Indices) -> bool:
    """Whether a field tells of a role that does not play: its first class says so."""
    if number >= HIGH:
        return bool(chosen[number - HIGH + DENSE + _BASS] == _SILENT)
    return number >= DENSE and bool(densities[number - DENSE] == _SILENT)
