"""Multipliers → what is told of each bar.

A role of which more or less is asked is told so, bar by bar. But a model that looks back would
rather go on as before, or with a little more each time; so the role's hazard is multiplied as well,
while it is composed: see `native.rounds`. Knows outlines. Does not know what was played.
"""

from __future__ import annotations

from collections.abc import Mapping

from lstmelody.conditions import OPEN, density_class, density_of
from lstmelody.music import Role
from lstmelody.outlines import DENSITIES, Brief

Multipliers = Mapping[Role, float]


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
