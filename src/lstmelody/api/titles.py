"""Names songs, and the files they are downloaded as.

Knows words. Does not know what a song sounds like.
"""

from __future__ import annotations

import re
import unicodedata

from lstmelody import starters
from lstmelody.recipe import Recipe

FIRST: list[str] = re.findall(
    r"\w+",
    """
    Amber Velvet Paper Silver Hollow Golden Midnight Quiet Electric Crimson Distant Lucky Wooden
    Neon Salted Borrowed Summer Marble Restless Copper Foggy Gentle Scarlet Winding Hidden
    Cobalt Early Faded Northern Tender Wandering Little
    """,
)
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


def title_for(seed: int, style: str) -> str:
    """A name such as `Velvet Harbour · pop`: the same for the same seed and style."""
    number = seed * SPREAD % 2**32 >> 16
    first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND)]
    return f"{first} {second} · {style}"


def style_of(recipe: Recipe) -> str:
    """The style a song starts in, in a word or two."""
    if recipe.start in starters.STARTERS:
        return starters.STARTERS[recipe.start].style.lower()
    return "from silence" if recipe.start == starters.NONE else "from your MIDI"


def file_name(title: str, suffix: str) -> str:
    """A title as a file name that every system takes: `velvet-harbour-pop.mid`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return (re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "song") + suffix
