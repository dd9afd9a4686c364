"""A song as shards hold it: its events, and what is known of it and of each of its bars.

Knows what every number means. Does not know files, nor how any of it is found out.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import conditions
from lstmelody.conditions import Frame
from lstmelody.events import Events, decode
from lstmelody.music import Mended, Meter, Role, Song


class Bar(NamedTuple):
    """What is known of a bar: a row of `Encoded.by_bar`."""

    first_chord: int
    """Class of the chord in its first half: see `labels.chord_name`."""
    second_chord: int
    lag: int
    """Which earlier bar it repeats: see `plans.plan_of`."""
    closeness: int
    drums: int
    """The last four: how many notes each role begins, 255 for all above."""
    bass: int
    chords: int
    lead: int


FIRST_ROLE = Bar._fields.index("drums")
"""The column of `Bar` where those of the roles begin."""


class Encoded(NamedTuple):
    """A song as it is stored."""

    name: str
    work: str
    """What it is one transcription of: the works of two splits have none in common."""
    style: str
    """A word for its kind of music, or nothing where its source does not tell."""
    events: Events
    by_bar: NDArray[np.uint8]
    """(bars, 8) array whose columns are those of `Bar`."""
    meter: Meter
    meter_inferred: bool
    """Whether its file told none, and its onsets told it."""
    played: bool
    """Whether some of it was played by hand, and put on 16ths and triplets."""
    bpm: float
    key: int
    """As `conditions.key_class` has it."""
    key_confidence: float
    """0..1, as `labels.key_of` has it."""
    polyphony: float
    """Pitched notes that sound at once, in the mean."""
    grid_error: float
    """How far its onsets were from the grid, in steps."""
    mended: Mended
    """How many of its notes had to be mended, of each kind."""
    programs: tuple[int, ...]
    """The General MIDI program of each role."""
    split: str
    digest: int
    """A hash of the events, the same for the same song."""
    mark: NDArray[np.uint32]
    """Its fingerprint, as `fingerprints.mark_of` has it; empty where nobody asked for it."""

    @property
    def bars(self) -> int:
        return len(self.by_bar)

    @property
    def frame(self) -> Frame:
        """The conditions that hold for the whole song."""
        notes_per_bar = self.by_bar[:, FIRST_ROLE:].mean(axis=0)
        return conditions.frame(self.meter, self.bpm, self.key, notes_per_bar.tolist())


def song_of(encoded: Encoded) -> Song:
    """The song as the model is taught it."""
    programs = dict(zip(Role, encoded.programs, strict=True))
    notes = decode(encoded.events, encoded.meter)
    return Song(notes, encoded.bars, encoded.meter, encoded.bpm, programs)
