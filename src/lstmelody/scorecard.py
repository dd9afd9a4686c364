"""Bits per note: how many yes-or-no questions a listener who knows the model needs for each note.

Knows how to add up and divide. Does not know who predicted, nor how.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstmelody.events import REST, Events

PARTS = ("shift_role", "pitch", "duration", "velocity")
"""The fields as they are predicted: shift and role are one joint choice."""
PLACES = {"0-500": (0, 500), "500-2000": (500, 2000), "2000+": (2000, 10**9)}
"""Where in a song a note stands, counted in events."""


@dataclass
class Tally:
    """A sum of surprise over songs."""

    songs: int = 0
    notes: int = 0
    nats: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(PARTS)))
    place_nats: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PLACES, 0.0))
    place_notes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PLACES, 0))

    def add(self, events: Events, nats: NDArray[np.floating[Any]]) -> None:
        """Add a song: its n events and an (n, 4) array of the surprise of each part, in nats.

        Rests and the end are paid for by the notes: they count as surprise and not as notes.
        """
        is_note = events[:, 1] < REST
        self.songs += 1
        self.notes += int(is_note.sum())
        self.nats += nats.sum(axis=0, dtype=np.float64)
        for name, (start, stop) in PLACES.items():
            self.place_nats[name] += float(nats[start:stop].sum(dtype=np.float64))
            self.place_notes[name] += int(is_note[start:stop].sum())

    @property
    def bits_per_note(self) -> float:
        return float(self.nats.sum() / np.log(2) / max(1, self.notes))

    def to_json(self) -> dict[str, Any]:
        """The figures: bits per note, whole, by field and by place in the song."""
        bits = self.nats / np.log(2) / max(1, self.notes)
        by_place = {
            name: round(self.place_nats[name] / np.log(2) / notes, 4)
            for name, notes in self.place_notes.items()
            if notes
        }
        return {
            "bits_per_note": round(self.bits_per_note, 4),
            "by_field": dict(zip(PARTS, bits.round(4).tolist(), strict=True)),
            "by_place": by_place,
            "songs": self.songs,
            "notes": self.notes,
        }
