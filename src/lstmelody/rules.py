"""What may come next in a song, and how readily: as factors on (shift, role) cells.

Knows what makes every song valid (canonical order, nothing past the end, a note in the last bar,
no role that was silenced) and what keeps it alive (sections, roles that neither vanish nor crowd).
Does not know the model or how to draw.
"""

from __future__ import annotations

import math

import numpy as np

from lstmelody import sampling
from lstmelody.events import FIELDS, NOTE_CELLS
from lstmelody.music import Role, Song
from lstmelody.recipe import Recipe
from lstmelody.take import Take

DEFAULT_DENSITY = {Role.DRUMS: 16.0, Role.BASS: 7.0, Role.CHORDS: 14.0, Role.LEAD: 5.0}
"""Notes a bar from silence; about the mean of the songs the model learned from."""

MOST_DENSITY = 55.0
"""Notes a bar of the whole band: a busier opening is calmed, for real songs have 41 ± 16."""

SECTION_BARS = 8
"""Left alone, a model that looks back falls into a loop of four bars for ever. So a song is made
of sections, and after the first, one of every two is fresh, by lot: there nothing is looked up
from before the section, but for the bar that leads into it."""

MOST_ALIKE = 4
"""After so many bars that are the same note for note, nothing at all is looked up for a bar."""

CROWDED = 1.1
CROWD_BARS = 4
"""A role that played more than this many times the notes it was asked for, over so many bars, is
held back, by the square of how much more."""

PATIENCE_BARS = 2
"""A role that was asked for and is silent for longer is called in, twice as urgently each bar;
less of a role was asked for, more patience with it."""

_SHIFT = np.arange(NOTE_CELLS) // len(Role)
_ROLE = np.arange(NOTE_CELLS) % len(Role)


def density_asked(opening: Song, role: Role) -> float:
    """Notes a bar that a role is asked for: as many as it opens with, or the usual."""
    notes = int((opening.notes[:, 1] == role).sum())
    if not notes:
        return DEFAULT_DENSITY[role]
    return notes / max(opening.bars, len(opening) / MOST_DENSITY)


class Rules:
    """What keeps a song valid, as factors on cells; cells are (shift, role) classes."""

    def __init__(self, recipe: Recipe, opening: Song, bars: int) -> None:
        self._first_step = opening.steps
        self._bar_steps = opening.meter.bar_steps
        self.steps = bars * self._bar_steps
        self._density = {
            role: density_asked(opening, role) * max(1, recipe.multipliers[role]) for role in Role
        }
        self._patience = {
            role: PATIENCE_BARS / min(1, multiplier) if multiplier else float("inf")
            for role, multiplier in recipe.multipliers.items()
        }
        sections = -(-bars // SECTION_BARS)
        self._horizons = [self._section_horizon(recipe.seed, each) for each in range(sections)]
        self._multipliers = np.tile([recipe.multipliers[role] for role in Role], FIELDS["shift"])

    def horizon(self, take: Take) -> int:
        """Where looking back ends: at the start of the song, or of a fresh section."""
        if take.alike >= MOST_ALIKE:
            return take.time
        return self._horizons[take.time // (SECTION_BARS * self._bar_steps)]

    def _section_horizon(self, seed: int, section: int) -> int:
        start = section * SECTION_BARS * self._bar_steps
        if section == 0 or start < self._first_step:
            return 0
        pair, second = divmod(section - 1, 2)
        fresh = sampling.chance(seed, pair, 0.5) == bool(second)
        return start - self._bar_steps if fresh else 0

    def factors(self, take: Take) -> sampling.Floats:
        """The multiplier of every note cell, 0 for those that may not come next."""
        time = take.time + _SHIFT
        allowed = (time >= self._first_step) & (time < self.steps)
        if take.last is not None:
            role, pitch = take.last
            top = pitch == FIELDS["pitch"] - 1
            allowed &= (_SHIFT > 0) | (role + top <= _ROLE)
        pace = [self._called_in(take, role) * self._held_back(take, role) for role in Role]
        factors: sampling.Floats = self._multipliers * allowed * np.tile(pace, FIELDS["shift"])
        return factors

    def _called_in(self, take: Take, role: Role) -> float:
        overdue = max(0.0, take.bars_silent(role) - self._patience[role])
        return math.pow(2, overdue)

    def _held_back(self, take: Take, role: Role) -> float:
        most = CROWDED * self._density[role]
        return (most / max(most, take.density(role, CROWD_BARS))) ** 2

    def may_end(self, take: Take) -> bool:
        """Only in the last bar, after a note of it."""
        return self._in_last_bar(take) and take.last is not None

    def may_rest(self, take: Take) -> bool:
        """Only where a note can still follow."""
        return not self._in_last_bar(take)

    def _in_last_bar(self, take: Take) -> bool:
        return take.time >= self.steps - self._bar_steps
