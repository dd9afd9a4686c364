"""What songs are composed by: all that is asked of one, its plan bar by bar, and its turns.

A song goes by one part until it turns to another. Knows what the rounds and the model are to be
told. Does not know recipes, where a plan comes from, or what is played.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.locks import ALL_TONES, HalfBars
from lstmelody.music import Role, Song
from lstmelody.native.seats import KEYS
from lstmelody.outlines import Brief, Outline, open_outline

REMEMBERED = 1024
"""Bars of the plan that can be gone back to."""
LONGEST_OPENING = 512
"""Bars before a turn that a new plan goes on from; as long as the longest song that has an end."""


class Unfolding:
    """The plan of a song, each bar when it is asked for; of a long one the last bars are kept."""

    def __init__(self, known: Outline, following: Iterable[Outline] = (), first: int = 0) -> None:
        """`known` are the bars from `first` on, `following` those after them, each (1, 11)."""
        self._rows: list[Outline] = [row[None] for row in known]
        self._following = iter(following)
        self._first = first

    def row(self, bar: int) -> Outline:
        """The plan of a bar, (1, 11): open where there is none."""
        while bar >= self._first + len(self._rows):
            self._rows.append(next(self._following, open_outline(1)))
            if len(self._rows) == 2 * REMEMBERED:
                del self._rows[:REMEMBERED]
                self._first += REMEMBERED
        assert bar >= self._first, "that bar is forgotten"
        return self._rows[bar - self._first]

    def up_to(self, bar: int) -> tuple[int, Outline]:
        """The plan of the last bars before this one, and the number of the first of them."""
        first = max(0, bar - LONGEST_OPENING)
        rows = (self.row(each) for each in range(first, bar))
        known: Outline = np.concatenate([open_outline(), *rows])
        return first, known


def all_pitches() -> NDArray[np.bool_]:
    return np.ones((len(Role), KEYS), np.bool_)


@dataclass(frozen=True)
class Part:
    """What a song is composed by."""

    brief: Brief
    """What the model is told of the song; its outline is not read."""
    plan: Unfolding
    """What is planned of each bar, before it is multiplied."""
    given: Song
    """Notes that are played as they are, and the meter."""
    first: int
    """The first bar in which notes are composed."""
    last: int
    """The bar after the last one."""
    free: Collection[Role]
    """The roles that are composed there; the others play what is given."""
    multipliers: Mapping[Role, float]
    warmth: Mapping[Role, float]
    """Temperature of each role's pitches."""
    temperature: float
    top_p: float
    seed: int
    pitches: NDArray[np.bool_] = field(default_factory=all_pitches)
    """(4, 128): which ones each role may play."""
    chords: tuple[HalfBars, ...] = ()
    """What is played on the beat, from the first bar that is composed, over and over."""
    home: int = ALL_TONES
    """The pitch classes, as bits, that the bass may play in the last bar."""
    voices: Mapping[Role, int] = field(default_factory=dict)
    """How many notes of a role may sound at once."""
    turns: tuple[Turn, ...] = ()
    """In the order in which they come."""

    def turned(self) -> Part:
        """What the song goes by from its next turn on."""
        turn, *others = self.turns
        return replace(turn.onto(self), turns=tuple(others))


class Turn(NamedTuple):
    """A moment from which on a song goes by another part."""

    step: int
    """The first grid step whose notes are the other part's."""
    onto: Callable[[Part], Part]
    """The other part, made of the one before when the moment comes."""
