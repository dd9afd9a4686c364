"""A song as the library tells of it, the orders it can be listed in, and a page of such a list.

Knows titles and how they are compared. Does not know databases or files.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from lstmelody import midi
from lstmelody.errors import BadRequest
from lstmelody.labels import key_of
from lstmelody.music import METERS_BY_NAME, Song, Tempo, canonical
from lstmelody.previews import preview
from lstmelody.recipe import Recipe

MOST_LETTERS = 200
"""A title may have so many."""
MOST_FOLDED = 400
"""Of a folded title so much is kept: 1,600 bytes at most, and PostgreSQL indexes up to 2,700."""

UNSHOWN = {"Cc", "Cs", "Zl", "Zp"}
"""Kinds of letters, after Unicode, that are none or begin a new line."""
UNCOMPARED = UNSHOWN | {"Mn"}
"""With the marks that stand above or below another letter."""


class Status(StrEnum):
    """How far a song is."""

    COMPOSING = "composing"
    READY = "ready"
    FAILED = "failed"


class Sort(StrEnum):
    """The order of a list. Songs that are equal in it stand in the order of their ids."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True)
class StoredSong:
    """A song as the library knows it: its recipe, and what came of it."""

    id: UUID
    title: str
    status: Status
    recipe: Recipe
    created: datetime
    bars_done: int
    bars_total: int
    style: str = ""
    """The style it started in, in a word or two."""
    parent: UUID | None = None
    """The song it was made of, which may be gone by now."""
    verb: str | None = None
    """What was done to its parent to make it, such as `extend`."""
    favourite: bool = False
    deleted: datetime | None = None
    """When it was deleted, for a song that can still be restored."""
    seconds: float | None = None
    """Known when the song is ready, like all that follow but `error`."""
    bpm: float | None = None
    meter: str | None = None
    notes: int | None = None
    key: str | None = None
    """Such as `A minor`; None where nothing of pitch is played."""
    model: str | None = None
    """The version of the model that composed it."""
    preview: str | None = None
    """A small picture of its notes: see `previews.py`."""
    delivered: dict[str, Any] | None = None
    """What of the recipe came to be in the song."""
    error: str | None = None
    """Why the song failed, as a sentence."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some songs of a list, in its order."""

    songs: list[StoredSong]
    cursor: str | None
    """Where the next page begins; None on the last one."""
    total: int
    """How many songs the whole list has."""


def titled(words: str) -> str:
    """A title as it is kept, or `BadRequest`: one line that can be shown, without outer blanks."""
    title = unicodedata.normalize("NFC", words).strip()
    if not title:
        raise BadRequest("A title needs at least one letter.")
    if len(title) > MOST_LETTERS:
        raise BadRequest(f"A title may have {MOST_LETTERS} letters, and this one has {len(title)}.")
    if any(unicodedata.category(letter) in UNSHOWN for letter in title):
        raise BadRequest("A title must be one line of letters that can be shown.")
    return title


def folded(words: str) -> str:
    """Words as they are compared: without case or accents, so that `cafe` finds `Café`."""
    letters = unicodedata.normalize("NFKD", words).casefold()
    plain = (letter for letter in letters if unicodedata.category(letter) not in UNCOMPARED)
    return "".join(plain)[:MOST_FOLDED]


def values_of(song: StoredSong) -> dict[str, Any]:
    """All that is known of a song, by name."""
    return {each.name: getattr(song, each.name) for each in fields(song)}


def tempos_of(song: StoredSong, data: bytes) -> tuple[Tempo, ...]:
    """All tempos of a song that is ready, the one it begins with among them, by its MIDI file.

    A file of somebody's own in which roles were redone may change its tempo where the song, which
    was read from it, does not: only if they are the song's they begin like it and are as long.
    """
    assert song.bpm
    assert song.meter
    plain = Song(canonical([]), song.bars_total, METERS_BY_NAME[song.meter], song.bpm)
    (_, bpm), *tempos = midi.tempos_of(data)
    told = replace(plain, tempos=tuple(tempos))
    begins = math.isclose(bpm, song.bpm, rel_tol=1e-5)
    lasts = math.isclose(told.seconds, song.seconds or 0.0, rel_tol=1e-5)
    return told.all_tempos if begins and lasts else plain.all_tempos


def finished(song: Song) -> dict[str, Any]:
    """What is known of a song when it is composed, by the names of `StoredSong`."""
    key, bars = key_of(song), int(song.bars)
    return {
        "status": Status.READY,
        "bars_done": bars,
        "bars_total": bars,
        "seconds": float(song.seconds),  # NumPy's numbers are none to a database
        "bpm": float(song.bpm),
        "meter": str(song.meter),
        "notes": len(song),
        "key": key and key.name,
        "preview": preview(song),
        "error": None,
    }
