"""Names songs, and the files they are downloaded as.

Knows words, and which of them go with a key and a tempo. Does not know what a song sounds like.
"""

from __future__ import annotations

import re
import unicodedata

from lstmelody import starters
from lstmelody.labels import key_of
from lstmelody.music import Song
from lstmelody.recipe import Recipe

SLOW_MINOR, SLOW_MAJOR, FAST_MINOR, FAST_MAJOR = (
    words.split()
    for words in (
        """Hollow Paper Quiet Foggy Faded Borrowed Distant Winter Velvet Hidden Silent Ashen
        Sleepless Lonely Weathered Drifting""",
        """Amber Golden Gentle Tender Summer Salted Early Pearl Honey Wooden Drowsy Morning Linen
        Mellow Sunlit Open""",
        """Midnight Electric Crimson Neon Restless Cobalt Scarlet Wild Iron Burning Sudden Hurried
        Feral Stormy Static Jagged""",
        """Silver Lucky Copper Northern Winding Wandering Little Marble Dancing Bright Racing
        Festive Sparkling Roaming Breezy Laughing""",
    )
)
"""How a song may feel, by its tempo and its mode."""
FAST_BPM = 110
SECOND: list[str] = re.findall(
    r"\w+",
    """
    Harbour Lantern Garden Avenue Orchard River Satellite Carousel Window Horizon Balcony Meadow
    Comet Mirror Station Island Parade Rooftop Ember Compass Tide Letter Cinema Valley Kite
    Signal Bridge Shoreline Market Atlas Sparrow Morning
    """,
)
SPREAD = 2_654_435_761
"""Knuth's multiplicative hash, so that neighbouring seeds get names that have nothing in common."""


def title_for(recipe: Recipe, frame: Song) -> str:
    """A name such as `Velvet Harbour · pop`, by the song's tempo and mode, its start and its seed.

    `frame` is the song before anything is composed, with what it keeps of its start. The key is
    not in the name, for the song may come to another.
    """
    key = recipe.scale or key_of(frame)
    minor = key is not None and key.minor
    moods = (FAST_MAJOR, FAST_MINOR) if frame.bpm >= FAST_BPM else (SLOW_MAJOR, SLOW_MINOR)
    first = moods[minor]
    number = recipe.seed * SPREAD % 2**32 >> 16
    name = f"{first[number % len(first)]} {SECOND[number // len(first) % len(SECOND)]}"
    return f"{name} · {style_of(recipe)}"


def style_of(recipe: Recipe) -> str:
    """The style a song starts in, in a word or two."""
    if recipe.start in starters.STARTERS:
        return starters.STARTERS[recipe.start].style.lower()
    return "from silence" if recipe.start == starters.NONE else "from your MIDI"


def file_name(title: str, suffix: str) -> str:
    """A title as a file name that every system takes: `velvet-harbour-pop.mid`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return (re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "song") + suffix
