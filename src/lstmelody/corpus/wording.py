"""What people call things: instruments, drums, chords; and file names made fit to be read.

Knows General MIDI. Does not know songs.
"""

from __future__ import annotations

from lstmelody.instruments import KITS, NAMES
from lstmelody.music import Role

_KITS = {**KITS, 56: "sound effects"}
"""The programs of the drum channel, with the one that no band plays on."""

QUALITY_WORDS = {
    "": "major",
    "m": "minor",
    "5": "root and fifth",
    "7": "seventh",
    "m7": "minor seventh",
    "maj7": "major seventh",
    "sus4": "suspended fourth",
    "dim": "diminished",
    "aug": "augmented",
    "m7b5": "half-diminished",
}


def instrument(role: Role, program: int) -> str:
    """The name of a program as a role plays it."""
    if role == Role.DRUMS:
        return _KITS.get(program, f"kit {program}")
    return NAMES[program]


def printable(name: str) -> str:
    """A file's name as it may be shown: archives hold names that move cursors and turn text."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )
