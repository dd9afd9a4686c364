"""What is to change in a song on its way, as people write it: `17 drums 2, lead 0; 33 bars 48`.

From that bar on the song goes by other settings. Knows names and kinds of settings. Does not know
their ranges, nor what they do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from lstmelody.errors import BadRecipe

MOST_CHANGES = 2000
EXAMPLE = "17 drums 2, lead 0; 33 bars 48"

Value = float | int | bool | str | None

_PLACE = re.compile(r"(\d{1,5})(?:\+(\d{1,3}))?")
_ANY = "any"
_TOLD = {"yes": True, "no": False}


class Change(NamedTuple):
    """What holds from a moment of a song on."""

    bar: int
    """Counted from 1."""
    step: int
    """Grid steps after its beginning, a twelfth of a quarter note each."""
    settings: dict[str, Value]

    def __str__(self) -> str:
        place = f"{self.bar}+{self.step}" if self.step else f"{self.bar}"
        said = (f"{name} {_written(value)}" for name, value in self.settings.items())
        return f"{place} {', '.join(said)}"


def changes(text: str) -> tuple[Change, ...]:
    """The changes in the order of a song, each at a later moment than the one before."""
    read = tuple(_change(each) for each in text.split(";"))
    if len(read) > MOST_CHANGES:
        raise BadRecipe(f"At most {MOST_CHANGES:,} changes can be made in a song.")
    for before, after in pairwise(read):
        if after[:2] <= before[:2]:
            raise BadRecipe(f"Changes must follow each other: {after} does not follow {before}.")
    return read


def text_of(changed: Iterable[Change]) -> str:
    """What `changes` reads."""
    return "; ".join(map(str, changed))


def _change(text: str) -> Change:
    place, _, rest = text.strip().partition(" ")
    match = _PLACE.fullmatch(place)
    if not match or int(match[1]) < 1 or not rest.strip():
        raise BadRecipe(
            f"A change is a bar and what holds from there on, such as {EXAMPLE}: "
            f"{text.strip()!r} is not."
        )
    settings: dict[str, Value] = {}
    for each in rest.split(","):
        name, _, words = each.strip().partition(" ")
        if name not in KINDS or name in settings:
            raise BadRecipe(
                f"What may change on the way is {', '.join(KINDS)}, each once in a place: "
                f"{each.strip()!r} is not."
            )
        settings[name] = _value(name, words.strip())
    return Change(int(match[1]), int(match[2] or 0), settings)


def _value(name: str, words: str) -> Value:
    try:
        return KINDS[name](words)
    except (ValueError, KeyError):
        raise BadRecipe(f"{name} can't be {words!r} from there on.") from None


def _written(value: Value) -> str:
    if value is None:
        return _ANY
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:.10g}"


def _words(text: str) -> str | None:
    if not text:
        raise ValueError
    return None if text == _ANY else text


KINDS: dict[str, Callable[[str], Value]] = {
    "drums": float,
    "bass": float,
    "chords": float,
    "lead": float,
    "bars": int,
    "ending": _TOLD.__getitem__,
    "seed": int,
    "key": _words,
    "repetition": float,
    "temperature": float,
    "top_p": float,
    "tempo": float,
}
"""The settings that may change while a song is composed, and how each is read."""
