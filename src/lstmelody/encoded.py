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
from lstmelody.outlines import DENSITIES, Brief, open_outline, outline_of


class Encoded(NamedTuple):
    """A song as it is stored."""

    name: str
    work: str
    """What it is one transcription of: the works of two splits have none in common."""
    style: str
    """A word for its kind of music, or nothing where its source does not tell."""
    events: Events
    by_bar: NDArray[np.uint8]
    """(bars, 11) array whose columns are those of `outlines.Bar`."""
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
        notes_per_bar = self.by_bar[:, DENSITIES].mean(axis=0)
        frame = conditions.frame(self.meter, self.bpm, self.key, notes_per_bar.tolist())
        return frame._replace(style=conditions.style_class(self.style))

    @property
    def brief(self) -> Brief:
        """The conditions that hold for the whole song, nothing of its bars."""
        return Brief(self.bars, self.frame, open_outline())

    @property
    def full_brief(self) -> Brief:
        """All that can be told of the song."""
        return Brief(self.bars, self.frame, outline_of(self.by_bar))


def song_of(encoded: Encoded) -> Song:
    """The song as the model is taught it."""
    programs = dict(zip(Role, encoded.programs, strict=True))
    notes = decode(encoded.events, encoded.meter)
    return Song(notes, encoded.bars, encoded.meter, encoded.bpm, programs)
