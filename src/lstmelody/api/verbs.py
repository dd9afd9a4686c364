"""Routes that make a song of a song: a variation, its continuation, some of its roles anew.

Each is a recipe that goes on from that of its parent, or from its notes. Knows recipes. Does not
know how they are composed.
"""

from __future__ import annotations

from dataclasses import replace
from secrets import randbelow
from typing import Any

from fastapi import APIRouter

from lstmelody.api.answers import BUSY, FULL, GONE, NOT_READY, REFUSED
from lstmelody.api.deps import LibraryDep, SongId, WorkshopDep
from lstmelody.api.recipes import ContinueIn, RecipeIn
from lstmelody.api.schemas import SongOut
from lstmelody.errors import BadRecipe, Conflict
from lstmelody.library import Library, Status, StoredSong
from lstmelody.recipe import RANGES, Recipe

INHERITED = (
    *("drums", "bass", "chords", "lead", "key", "progression", "ranges", "voices", "repetition"),
    *("temperature", "top_p", "palette", "instruments", "swing", "humanise"),
)
"""What a song that goes on from the notes of another has of its recipe."""
AS_IT_IS = RecipeIn.model_validate({})
ANYWHERE = ContinueIn.model_validate({})

router = APIRouter(prefix="/api/songs/{song_id}", responses=REFUSED | GONE | BUSY | FULL)


@router.post("/variation", status_code=202)
def vary_song(
    song_id: SongId, library: LibraryDep, workshop: WorkshopDep, settings: RecipeIn = AS_IT_IS
) -> SongOut:
    """Another song by the same recipe: with other dice, and what else is asked for."""
    parent = library.find(song_id)
    recipe = _with(replace(parent.recipe, seed=_dice()), settings)
    return SongOut.of(workshop.begin(recipe, parent=song_id, verb="variation"))


@router.post("/continue", status_code=202, responses=NOT_READY)
def continue_song(
    song_id: SongId, library: LibraryDep, workshop: WorkshopDep, ask: ContinueIn | None = None
) -> SongOut:
    """The song up to a bar, and then another way; as long as it is, or as `bars` says."""
    parent, ask = library.find(song_id), ask or ANYWHERE
    bars = _bars_of(parent)
    bar = ask.bar or bars
    if bar > bars:
        raise BadRecipe(f"The song has {bars} bars: it can't go on after bar {bar}.")
    longest = int(RANGES["bars"][1])
    told = bars if bar < bars else min(2 * bars, longest)
    recipe = _from_notes(parent, library, start_at=bar, start_bars=bar, bars=told)
    recipe = _with(recipe, ask.settings)
    return SongOut.of(workshop.begin(recipe, parent=song_id, verb="continue", title=parent.title))


@router.post("/redo", status_code=202, responses=NOT_READY)
def redo_song(
    song_id: SongId, settings: RecipeIn, library: LibraryDep, workshop: WorkshopDep
) -> SongOut:
    """The song with some roles composed anew (`redo`), in some bars (`redo_bars`) or in all."""
    if settings.redo is None:
        raise BadRecipe("Say with redo which roles to compose anew, such as bass.")
    parent = library.find(song_id)
    recipe = _with(_from_notes(parent, library, redo=settings.redo), settings)
    return SongOut.of(workshop.begin(recipe, parent=song_id, verb="redo", title=parent.title))


def _bars_of(song: StoredSong) -> int:
    if song.status != Status.READY:
        raise Conflict(f"{song.title} is not composed: wait until it is ready.")
    return song.bars_total


def _from_notes(parent: StoredSong, library: Library, **settings: Any) -> Recipe:
    """A recipe that starts from the notes of a song, which are kept for it."""
    _bars_of(parent)
    inherited = {name: getattr(parent.recipe, name) for name in INHERITED}
    start = library.keep_upload(library.midi(parent.id))
    return Recipe(start=start, seed=_dice(), **inherited, **settings)


def _with(recipe: Recipe, settings: RecipeIn) -> Recipe:
    """The recipe with what was asked for in so many words."""
    asked = settings.model_dump(exclude_unset=True)
    if "bars" in asked:
        asked.setdefault("seconds", None)
    elif asked.get("seconds") is not None:
        asked["bars"] = None
    return replace(recipe, **asked)


def _dice() -> int:
    return randbelow(int(RANGES["seed"][1]) + 1)
