"""What the roles that are given will play next, for composing the others around them.

When one role of a song is redone and the rest is kept, a bass is written before the chord at the
same moment. So for each given role the model is told its next note: how far off it lies, its pitch
and its length. Knows events and their order. Does not know the model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import FIELDS, Events, times
from lstmelody.music import Meter, Role

NOT_GIVEN, FAR, OVER = 0, FIELDS["shift"] + 1, FIELDS["shift"] + 2
"""Classes of the way to the next note beside 1 + 0..71 steps: of a role that is not given, later
than that, and none to come."""
WAYS = FIELDS["shift"] + 3
COLUMNS = 3
"""What is told of each role: the way to its next note, that note's pitch and duration."""


def look_ahead(events: Events, meter: Meter, given: Sequence[Role]) -> NDArray[np.int64]:
    """Before each of n events, the next note of each given role: (n, 12), three columns a role.

    "Next" is what comes after the event that was heard, at the same moment perhaps; the pitch is
    as in `events`, and all is 0 for a role that is not given.
    """
    ahead = np.zeros((len(events), len(Role) * COLUMNS), np.int64)
    time = times(events, meter)
    heard_at = np.concatenate([[0], time[:-1]])
    for role in given:
        own = np.flatnonzero(events[:, 1] == role)
        place = np.searchsorted(own, np.arange(len(events)))
        there = place < len(own)
        following = own[np.minimum(place, len(own) - 1)] if len(own) else place * 0
        way = np.minimum(1 + time[following] - heard_at, FAR)
        rows = np.stack([way, events[following, 2], events[following, 3]], axis=1)
        ahead[:, role * COLUMNS : (role + 1) * COLUMNS] = np.where(
            there[:, None], rows, [OVER, 0, 0]
        )
    return ahead
