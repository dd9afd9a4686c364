"""Multipliers → what is told of each bar.

A role of which more or less is asked is told so, bar by bar. But a model that looks back would
rather go on as before, or with a little more each time; so the role's hazard is multiplied as well,
while it is composed: see `native.rules`. Knows outlines. Does not know what was played.
"""

from __future__ import annotations

from collections.abc import Mapping

from lstmelody.conditions import OPEN, Frame, density_class, density_of
from lstmelody.music import Role
from lstmelody.outlines import DENSITIES, Outline

Multipliers = Mapping[Role, float]


def steered(outline: Outline, multipliers: Multipliers) -> Outline:
    """The bars of an outline with the densities of the roles multiplied."""
    told = outline.copy()
    for role, multiplier in multipliers.items():
        column = told[:, DENSITIES][:, role]
        column[:] = [_multiplied(each, multiplier) for each in column.tolist()]
    return told


def steered_frame(frame: Frame, multipliers: Multipliers) -> Frame:
    """The same for a song as a whole."""
    words = {role.word: multiplier for role, multiplier in multipliers.items()}
    return frame._replace(
        **{word: _multiplied(getattr(frame, word), each) for word, each in words.items()}
    )


def _multiplied(density: int, multiplier: float) -> int:
    if density == OPEN or multiplier == 1:
        return density
    return density_class(density_of(density) * multiplier)
