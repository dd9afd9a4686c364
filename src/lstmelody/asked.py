"""What was asked of each bar of a song, and what came of it.

Knows plans, multipliers and notes. Does not know how a song is composed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import DENSITY_CLASSES, density_of
from lstmelody.music import Role, Song, bar_range
from lstmelody.outlines import DENSITIES, Outline

PLANNED = np.array([np.nan, *map(density_of, range(1, DENSITY_CLASSES))])
"""About how many notes a bar each class of density stands for; NaN for what is open."""


class Asked(NamedTuple):
    """What is asked of a bar that is composed."""

    row: Outline
    """Its plan, (1, 11), before it is multiplied."""
    multipliers: Mapping[Role, float]

    @property
    def planned(self) -> NDArray[np.float64]:
        """(4,): about how many notes each role would begin; NaN where that is open."""
        return PLANNED[self.row[0, DENSITIES]]

    @property
    def notes(self) -> NDArray[np.float64]:
        """The same as multiplied."""
        return self.planned * [self.multipliers[role] for role in Role]


class Delivered(NamedTuple):
    """How much a role plays where a song was composed."""

    notes: int
    share: float
    """Of all notes there."""
    asked: float | None
    """Notes asked for to notes planned: the multiplier, or the mean of several; None where it is
    not planned how much the role plays."""
    delivered: float | None
    """Notes played to notes planned."""


def delivered(song: Song, first: int, asked: Sequence[Asked]) -> dict[Role, Delivered]:
    """What each role delivers in the bars from `first` on, of which so much was asked."""
    composed = bar_range(song, first, first + len(asked))
    notes = np.bincount(composed.notes[:, 1], minlength=len(Role)).tolist()
    planned = np.nansum([bar.planned for bar in asked], axis=0).tolist() if asked else [0] * 4
    wanted = np.nansum([bar.notes for bar in asked], axis=0).tolist() if asked else [0] * 4
    return {
        role: Delivered(
            notes[role],
            notes[role] / max(1, len(composed)),
            *(
                each / planned[role] if planned[role] else None
                for each in (wanted[role], notes[role])
            ),
        )
        for role in Role
    }
