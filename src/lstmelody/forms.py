"""How a song should repeat itself: a form such as AABA, and a dial from never to ever the same.

What a form asks of a bar is which earlier bars it may repeat, or must. Knows sections and lags.
Does not know how an outline is written.
"""

from __future__ import annotations

from typing import NamedTuple

from lstmelody.errors import BadRecipe
from lstmelody.lookback import LAGS

SECTION_BARS = 8
LONGEST_FORM = 64
"""Sections of the longest song."""
MOST_REPETITION = 5.0


class Wish(NamedTuple):
    """What is asked of a bar."""

    repeats: int | None = None
    """The lag that it has to repeat."""
    since: int = 0
    """It may repeat no bar before this one."""


class Form(NamedTuple):
    """What is asked of a song."""

    sections: str = ""
    """A letter for every 8 bars, over and over: the same letter is the same music."""
    repetition: float = 1.0
    """How readily bars are repeated, and how closely: 0 never, 1 as songs do."""


def form(sections: str = "", repetition: float = 1.0) -> Form:
    """A form, or `BadRecipe` where it is none."""
    letters = sections.upper()
    if not letters.isalpha() * letters.isascii() and letters or len(letters) > LONGEST_FORM:
        raise BadRecipe(
            f"A form is written in letters, such as AABA, {LONGEST_FORM} at most: "
            f"{sections!r} is not."
        )
    if not 0 <= repetition <= MOST_REPETITION:
        raise BadRecipe(f"repetition must be from 0 to {MOST_REPETITION:g}.")
    return Form(letters, repetition)


def wish(asked: Form, bar: int) -> Wish:
    """What the form asks of a bar.

    A section whose like lies where no look back leads, such as 24 bars ago, is written anew.
    """
    if not asked.sections:
        return Wish()
    section = bar // SECTION_BARS
    letter = _letter(asked, section)
    for lag in LAGS:
        earlier = section - lag // SECTION_BARS
        if lag % SECTION_BARS == 0 and earlier >= 0 and _letter(asked, earlier) == letter:
            return Wish(repeats=lag)
    return Wish(since=section * SECTION_BARS)


def _letter(asked: Form, section: int) -> str:
    return asked.sections[section % len(asked.sections)]
