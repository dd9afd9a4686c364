"""What routes ask for by type: the library, the workshop, the settings, and ids that are ids."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request

from lstmelody.api.kitchen import Kitchen
from lstmelody.api.readers import Readers
from lstmelody.api.shelf import Shelf
from lstmelody.api.workshop import Workshop
from lstmelody.errors import NotFound
from lstmelody.library import Library
from lstmelody.settings import Settings


def _library(request: Request) -> Library:
    library = request.app.state.library
    assert isinstance(library, Library)
    return library


def _workshop(request: Request) -> Workshop:
    workshop = request.app.state.workshop
    assert isinstance(workshop, Workshop)
    return workshop


def _kitchen(request: Request) -> Kitchen:
    kitchen = request.app.state.kitchen
    assert isinstance(kitchen, Kitchen)
    return kitchen


def _readers(request: Request) -> Readers:
    readers = request.app.state.readers
    assert isinstance(readers, Readers)
    return readers


def _shelf(request: Request) -> Shelf:
    shelf = request.app.state.shelf
    assert isinstance(shelf, Shelf)
    return shelf


def _settings(request: Request) -> Settings:
    settings = request.app.state.settings
    assert isinstance(settings, Settings)
    return settings


def _song_id(song_id: Annotated[str, Path(description="The `id` of a song.")]) -> UUID:
    try:
        return UUID(song_id)
    except ValueError:
        raise NotFound(f"There is no song {song_id[:40]}.") from None


LibraryDep = Annotated[Library, Depends(_library)]
WorkshopDep = Annotated[Workshop, Depends(_workshop)]
KitchenDep = Annotated[Kitchen, Depends(_kitchen)]
ReadersDep = Annotated[Readers, Depends(_readers)]
ShelfDep = Annotated[Shelf, Depends(_shelf)]
SettingsDep = Annotated[Settings, Depends(_settings)]
SongId = Annotated[UUID, Depends(_song_id)]
