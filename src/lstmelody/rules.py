"""What may come next in a song, and how readily: as factors on (shift, role) cells.

Knows what makes every song valid: canonical order, nothing past the end, a note in the last bar, no
role that was silenced. Does not know the model, the form of songs or how to draw.
"""

from __future__ import annotations

import numpy as np

from lstmelody import sampling
from lstmelody.events import FIELDS, NOTE_CELLS
from lstmelody.music import Role, Song
from lstmelody.steering import Steering
from lstmelody.take import Take

_SHIFT = np.arange(NOTE_CELLS) // len(Role)
_ROLE = np.arange(NOTE_CELLS) % len(Role)


class Rules:
    """What keeps a song valid, as factors on cells; cells are (shift, role) classes."""

    def __init__(self, opening: Song, bars: int, steering: Steering) -> None:
        self._first_step = opening.steps
        self._bar_steps = opening.meter.bar_steps
        self._steering = steering
        self.steps = bars * self._bar_steps

    def factors(self, take: Take) -> sampling.Floats:
        """The multiplier of every note cell, 0 for those that may not come next."""
        time = take.time + _SHIFT
        allowed = (time >= self._first_step) & (time < self.steps)
        if take.last is not None:
            role, pitch = take.last
            top = pitch == FIELDS["pitch"] - 1
            allowed &= (_SHIFT > 0) | (role + top <= _ROLE)
        factors: sampling.Floats = np.tile(self._steering.factors(take), FIELDS["shift"])
        factors *= allowed
        return factors

    def may_end(self, take: Take) -> bool:
        """Only in the last bar, after a note of it."""
        return self._in_last_bar(take) and take.last is not None

    def may_rest(self, take: Take) -> bool:
        """Only where a note can still follow."""
        return not self._in_last_bar(take)

    def _in_last_bar(self, take: Take) -> bool:
        return take.time >= self.steps - self._bar_steps
