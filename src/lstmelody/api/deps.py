"""What routes ask for by type: the library, the workshop, the settings, and ids that are ids."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request

from lstmelody.api.composer import Composer
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


def _composer(request: Request) -> Composer:
    composer = request.app.state.composer
    assert isinstance(composer, Composer)
    return composer


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
ComposerDep = Annotated[Composer, Depends(_composer)]
SettingsDep = Annotated[Settings, Depends(_settings)]
SongId = Annotated[UUID, Depends(_song_id)]
