"""Routes of songs: asking for one, the gallery, and what people do with it.

Knows paths and methods. Does not know how a song is composed or kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response

from lstmelody.api.answers import BUSY, FULL, GONE, NOT_READY, REFUSED
from lstmelody.api.deps import KitchenDep, LibraryDep, ShelfDep, SongId, WorkshopDep
from lstmelody.api.recipes import ChangeIn, RecipeIn
from lstmelody.api.schemas import SongEdit, SongOut, SongsOut
from lstmelody.library import Sort

ANY_SONG = RecipeIn.model_validate({})
"""What is composed when nothing is asked for."""

router = APIRouter(prefix="/api/songs", responses=REFUSED)


@router.post("", status_code=202, responses=BUSY | FULL)
def compose_song(
    workshop: WorkshopDep,
    recipe: RecipeIn = ANY_SONG,
    endless: Annotated[
        bool, Query(description="Play on until it is stopped; for a recipe without `ending`.")
    ] = False,
) -> SongOut:
    """Begins to compose a song; listen to its events to hear it at once."""
    asked = recipe.to_recipe()
    if endless:
        asked = replace(asked, ending=False, best_of=1)
    return SongOut.of(workshop.begin(asked, endless=endless))


@router.get("", response_model=SongsOut)
async def list_songs(
    library: LibraryDep,
    workshop: WorkshopDep,
    shelf: ShelfDep,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
    cursor: Annotated[
        str | None, Query(max_length=500, description="The `next` of the page before.")
    ] = None,
    search: Annotated[str, Query(max_length=120, description="Words that are in the title.")] = "",
    sort: Sort = Sort.NEWEST,
    favourites: Annotated[bool, Query(description="Favourites alone.")] = False,
    deleted: Annotated[
        bool, Query(description="Deleted songs that can be restored, instead of the others.")
    ] = False,
) -> Response:
    """The gallery, page by page."""

    def make() -> bytes:
        page = library.page(
            limit=limit,
            cursor=cursor,
            search=search,
            sort=sort,
            favourites=favourites,
            deleted=deleted,
        )
        songs = [SongOut.of(workshop.as_it_is(song)) for song in page.songs]
        told = SongsOut(songs=songs, next=page.cursor, total=page.total)
        return told.model_dump_json().encode()

    question = (limit, cursor, search, sort, favourites, deleted)
    return Response(await shelf.answer(question, make), media_type="application/json")


@router.get("/{song_id}", responses=GONE)
def get_song(song_id: SongId, library: LibraryDep, workshop: WorkshopDep) -> SongOut:
    """One song."""
    return SongOut.of(workshop.as_it_is(library.find(song_id)))


@router.patch("/{song_id}", responses=GONE)
def edit_song(
    song_id: SongId, edit: SongEdit, library: LibraryDep, workshop: WorkshopDep
) -> SongOut:
    """Renames a song, or makes it a favourite or none."""
    song = library.edit(song_id, title=edit.title, favourite=edit.favourite)
    return SongOut.of(workshop.as_it_is(song))


@router.delete("/{song_id}", status_code=204, responses=GONE)
def delete_song(song_id: SongId, workshop: WorkshopDep, kitchen: KitchenDep) -> None:
    """Deletes a song, also while it is being composed. For some days it can be restored."""
    workshop.delete(song_id)
    kitchen.drop(song_id)


@router.post("/{song_id}/restore", responses=GONE | NOT_READY)
def restore_song(song_id: SongId, workshop: WorkshopDep) -> SongOut:
    """Takes back that a song was deleted."""
    return SongOut.of(workshop.as_it_is(workshop.restore(song_id)))


@router.patch("/{song_id}/recipe", responses=GONE | NOT_READY | BUSY)
def change_song(song_id: SongId, change: ChangeIn, workshop: WorkshopDep) -> SongOut:
    """Changes settings of a song while it is being composed, from its next note on."""
    return SongOut.of(workshop.change(song_id, change.model_dump(exclude_unset=True)))


@router.post("/{song_id}/stop", responses=GONE | NOT_READY | BUSY)
def stop_song(song_id: SongId, workshop: WorkshopDep) -> SongOut:
    """Ends a song without end, and keeps what was played of it."""
    return SongOut.of(workshop.stop(song_id))
