"""Multipliers → what is told of each bar, and how readily each role plays.

A role of which more or less is asked is told so, bar by bar. But a model that looks back would
rather go on as before, or with a little more each time; so the role's hazard is multiplied as well,
by the root of its multiplier and by a power of how far it lies behind what was asked of it over the
last bars. At 1 it is held gently to what the outline says, and at 0 the role never plays. Knows
outlines and what was played. Does not know how a cell is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import DENSITY_CLASSES, OPEN, density_class, density_of
from lstmelody.labels import densities_of
from lstmelody.music import Role, Song
from lstmelody.outlines import DENSITIES, Brief
from lstmelody.take import Take

BARS = 4
"""Over so many bars a role is held to what was asked of it."""
HOLD, STEER = 1, 2
"""How strongly: as the outline has it; and where more or less than that is asked."""
Multipliers = Mapping[Role, float]
_NOTES = np.array([np.nan, *map(density_of, range(1, DENSITY_CLASSES))])
"""About how many notes a bar each class of density stands for; NaN for what is open."""


def steered(brief: Brief, opening_bars: int, multipliers: Multipliers) -> Brief:
    """The brief with the densities of the roles multiplied, in all bars after the opening."""
    outline, frame = brief.outline.copy(), brief.frame
    for role, multiplier in multipliers.items():
        told = outline[opening_bars:, DENSITIES][:, role]
        told[:] = [_multiplied(each, multiplier) for each in told.tolist()]
        whole = _multiplied(getattr(frame, role.word), multiplier)
        frame = frame._replace(**{role.word: whole})
    return brief._replace(outline=outline, frame=frame)


def _multiplied(density: int, multiplier: float) -> int:
    if density == OPEN or multiplier == 1:
        return density
    return density_class(density_of(density) * multiplier)


class Steering:
    """Holds each role to as many times the notes of a brief as it is multiplied by."""

    def __init__(self, brief: Brief, opening: Song, multipliers: Multipliers) -> None:
        self._bar_steps = opening.meter.bar_steps
        self._multipliers = multipliers
        asked = _NOTES[brief.outline[:, DENSITIES]]
        asked *= [multipliers[role] for role in Role]
        asked[: opening.bars] = densities_of(opening)[: len(asked)]
        self._asked = np.concatenate([np.zeros((1, len(Role))), asked.cumsum(axis=0)])

    def factors(self, take: Take) -> NDArray[np.float64]:
        """(4,) what to multiply the hazards of each role by."""
        return np.array(
            [self._factor(take, role, each) for role, each in self._multipliers.items()]
        )

    def _factor(self, take: Take, role: Role, multiplier: float) -> float:
        if multiplier == 0:
            return 0.0
        since = max(0, take.time - BARS * self._bar_steps)
        asked = self._until(take.time, role) - self._until(since, role)
        behind = 1 if np.isnan(asked) else (asked + 1) / (take.played(role, since) + 1)
        return float(np.sqrt(multiplier) * behind ** (HOLD if multiplier == 1 else STEER))

    def _until(self, time: int, role: Role) -> float:
        """How many notes of the role are asked for up to a time; NaN where that is open."""
        bar = time / self._bar_steps
        known = np.arange(len(self._asked))
        return float(np.interp(bar, known, self._asked[:, role], right=np.nan))
