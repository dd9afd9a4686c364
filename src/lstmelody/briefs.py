"""What a model is told of the songs it is measured on: nothing, each as a whole, or bar by bar.

Or all of its roles but one, which is then alone paid for. Knows encoded songs. Does not know how a
model reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import OPEN, Frame
from lstmelody.encoded import Encoded
from lstmelody.events import REST, Events
from lstmelody.music import Role
from lstmelody.outlines import Brief, open_outline

Briefed = Callable[[Encoded], Brief]


def _of_nothing(_: Encoded) -> Brief:
    return Brief(None, Frame(*[OPEN] * len(Frame._fields)), open_outline())


TOLD: dict[str, Briefed] = {
    "nothing": _of_nothing,
    "song": attrgetter("brief"),
    "bars": attrgetter("full_brief"),
}
"""By name, from the least told to the most."""


def redoing(role: Role, told: Briefed = TOLD["song"]) -> Briefed:
    """The brief for one role of a song, the others being given."""

    def briefed(song: Encoded) -> Brief:
        others = set(song.events[:, 1].tolist()) - {role}
        return told(song)._replace(given=tuple(each for each in Role if each in others))

    return briefed


def without_given(
    events: Events, surprise: NDArray[np.floating[Any]], given: Sequence[Role]
) -> tuple[Events, NDArray[np.floating[Any]]]:
    """n events and their (n, 4) surprise where notes of given roles are no notes but waits.

    When they come is still paid for, by the notes of the other roles: it is as much as to say that
    none of these comes before.
    """
    waits = np.isin(events[:, 1], given)
    events = np.where(waits[:, None], np.array([0, REST, 0, 0, 0], np.uint8), events)
    surprise = surprise.copy()
    surprise[waits, 1:] = 0
    return events, surprise
