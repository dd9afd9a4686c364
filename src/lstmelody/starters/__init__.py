"""The built-in starting seeds: four bars of a band in each style, for the model to continue.

Knows their names and order. Does not know how they are written (`notation`) or played (`band`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lstmelody.errors import BadRecipe
from lstmelody.music import Song, canonical
from lstmelody.starters.band import Sketch, played
from lstmelody.starters.electronic import CHIPTUNE, LOFI, SYNTHWAVE
from lstmelody.starters.grooves import BOSSA, DISCO, FUNK, LATIN, REGGAE
from lstmelody.starters.popular import BALLAD, COUNTRY, METAL, POP, ROCK, WALTZ
from lstmelody.starters.swinging import BLUES, GOSPEL, JAZZ

SKETCHES: dict[str, Sketch] = {
    "pop": POP,
    "rock": ROCK,
    "ballad": BALLAD,
    "funk": FUNK,
    "disco": DISCO,
    "blues": BLUES,
    "jazz": JAZZ,
    "bossa": BOSSA,
    "latin": LATIN,
    "reggae": REGGAE,
    "country": COUNTRY,
    "waltz": WALTZ,
    "gospel": GOSPEL,
    "lofi": LOFI,
    "synthwave": SYNTHWAVE,
    "metal": METAL,
    "chiptune": CHIPTUNE,
}


@dataclass(frozen=True, slots=True)
class Starter:
    """A few bars that a song can start from."""

    name: str
    """What a recipe calls it."""
    title: str
    style: str
    key: str
    """Tonic and mode, such as `A minor`."""

    @property
    def song(self) -> Song:
        return _song(self.name)


@cache
def _song(name: str) -> Song:
    return played(SKETCHES[name])


STARTERS: dict[str, Starter] = {
    name: Starter(name, sketch.title, sketch.style, sketch.key) for name, sketch in SKETCHES.items()
}
"""Every starter by name, in the order in which to offer them."""

NONE = "none"
"""The name under which a song starts from silence."""


def find(name: str) -> Song:
    """The song of a starter; a song without notes for `none`."""
    if name == NONE:
        return Song(notes=canonical([]), bars=0)
    if name not in STARTERS:
        choices = ", ".join(STARTERS)
        raise BadRecipe(
            f"There is no starter called '{name}'. Choose one of: {choices}, or {NONE}."
        )
    return STARTERS[name].song
