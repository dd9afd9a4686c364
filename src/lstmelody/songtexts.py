"""A song of a gallery as a text, `song.json`, and back: what is known of it, and its notes.

Knows which texts nobody should trust: every value is looked at before it is taken. Does not know
zips or libraries.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

import numpy as np

from lstmelody.errors import BadRequest
from lstmelody.midi import MAX_NOTES, MAX_TEMPOS
from lstmelody.music import METERS, Ints, Meter, Note, Song, Tempo, canonical
from lstmelody.placing import MAX_BARS
from lstmelody.recipe import Recipe
from lstmelody.stored import MOST_LETTERS, UNSHOWN, Status, StoredSong, titled

FORMAT = 1
LOWEST = Note(onset=0, role=0, pitch=0, duration=1, velocity=1)
HIGHEST = Note(onset=2**20, role=3, pitch=127, duration=2**20, velocity=127)
TEMPO_RANGE = (1.0, 2_000.0)


class Told(NamedTuple):
    """What a text tells: of a song, and the song."""

    stored: StoredSong
    composed: Song


def text_of(song: StoredSong, notes: Ints, tempos: Sequence[Tempo]) -> str:
    """A song that is ready as JSON; `seconds` and `key` are only there to be read by people."""
    values = {
        "lstmelody": FORMAT,
        "title": song.title,
        "style": song.style,
        "created": song.created.isoformat(),
        "favourite": song.favourite,
        "parent": song.parent and str(song.parent),
        "verb": song.verb,
        "model": song.model,
        "recipe": song.recipe.to_json(),
        "delivered": song.delivered,
        "bars": song.bars_total,
        "meter": song.meter,
        "bpm": song.bpm,
        "tempos": tempos,
        "seconds": song.seconds,
        "key": song.key,
        "columns": Note._fields,
        "notes": notes.tolist(),
    }
    return json.dumps(values, separators=(",", ":"))


def song_from(song_id: UUID, text: bytes) -> Told:
    """What `text_of` wrote, or `BadRequest` or `BadRecipe` for what it never would."""
    values = _values(text)
    composed = _composed(values)
    recipe = values.get("recipe")
    if not isinstance(recipe, dict):
        _refuse("recipe")
    song = StoredSong(
        song_id,
        titled(_words(values, "title") or ""),
        Status.READY,
        Recipe.from_json(recipe),
        _created(values),
        bars_done=composed.bars,
        bars_total=composed.bars,
        style=_words(values, "style") or "",
        parent=_parent(values),
        verb=_words(values, "verb"),
        favourite=values.get("favourite") is True,
        model=_words(values, "model"),
        delivered=_delivered(values),
    )
    return Told(song, composed)


def _values(text: bytes) -> dict[str, Any]:
    try:
        values = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        raise BadRequest("its song.json is no JSON.") from problem
    if not isinstance(values, dict) or values.get("lstmelody") != FORMAT:
        raise BadRequest("its song.json is not of a gallery that we know.")
    return values


def _composed(values: dict[str, Any]) -> Song:
    bars, bpm = values.get("bars"), values.get("bpm")
    if type(bars) is not int or not 0 <= bars <= MAX_BARS:
        _refuse("number of bars")
    song = Song(_notes(values), bars=bars, meter=_meter(values), bpm=_bpm(bpm))
    return replace(song, tempos=_tempos(values, song))


def _bpm(bpm: Any) -> float:
    if not isinstance(bpm, int | float) or not TEMPO_RANGE[0] <= bpm <= TEMPO_RANGE[1]:
        _refuse("tempo")
    return float(bpm)


def _tempos(values: dict[str, Any], song: Song) -> tuple[Tempo, ...]:
    """Those after the first, which is told by itself too; galleries from before had only that."""
    told = values.get("tempos", [])
    if not isinstance(told, list) or len(told) > MAX_TEMPOS:
        _refuse("tempo")
    before, tempos = 0, []
    for each in told[1:]:
        if not isinstance(each, list) or len(each) != 2 or type(each[0]) is not int:
            _refuse("tempo")
        if not before < each[0] < song.steps:
            _refuse("tempo")
        before = each[0]
        tempos.append((before, _bpm(each[1])))
    return tuple(tempos)


def _meter(values: dict[str, Any]) -> Meter:
    named = {str(meter): meter for meter in METERS}
    word = values.get("meter")
    if not isinstance(word, str) or word not in named:
        _refuse("meter")
    return named[word]


def _notes(values: dict[str, Any]) -> Ints:
    rows = values.get("notes")
    if not isinstance(rows, list) or len(rows) > MAX_NOTES:
        _refuse("notes")
    try:
        notes = np.array(rows).reshape(-1, len(LOWEST)) if rows else np.zeros((0, 5), int)
    except ValueError:  # rows of other lengths
        _refuse("notes")
    if notes.dtype.kind != "i" or np.any((notes < LOWEST) | (notes > HIGHEST)):
        _refuse("notes")
    return canonical(notes.astype(np.int32))


def _words(values: dict[str, Any], name: str) -> str | None:
    """One short line, or None."""
    words = values.get(name)
    if words is None:
        return None
    if not isinstance(words, str) or len(words) > MOST_LETTERS:
        _refuse(name)
    if any(unicodedata.category(letter) in UNSHOWN for letter in words):
        _refuse(name)
    return words


def _created(values: dict[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(values.get("created")))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        _refuse("date")


def _parent(values: dict[str, Any]) -> UUID | None:
    parent = values.get("parent")
    try:
        return None if parent is None else UUID(str(parent))
    except ValueError:
        _refuse("parent")


def _delivered(values: dict[str, Any]) -> dict[str, Any] | None:
    delivered = values.get("delivered")
    if delivered is not None and not isinstance(delivered, dict):
        _refuse("delivered")
    return delivered


def _refuse(name: str) -> NoReturn:
    raise BadRequest(f"its {name} is damaged.")
