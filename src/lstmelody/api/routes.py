"""Everything that can be asked of the service. Each route validates by type, calls once, returns.

Knows paths and methods. Statuses of failure are in `refusals.py`, shapes in `schemas.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from fastapi import APIRouter, UploadFile
from fastapi.responses import FileResponse

from lstmelody import composing, performing, rendering, starters
from lstmelody.api.deps import ComposerDep, LibraryDep, SettingsDep, SongId, WorkshopDep
from lstmelody.api.schemas import Health, Problem, RecipeIn, SongOut, StarterOut
from lstmelody.api.titles import file_name
from lstmelody.errors import BadData, MissingPart

Responses = dict[int | str, dict[str, Any]]

REFUSED: Responses = {422: {"model": Problem, "description": "A setting or a file we can't use"}}
MIDI: Responses = {200: {"content": {"audio/midi": {}}, "description": "The file"}}
WAV: Responses = {200: {"content": {"audio/wav": {}}, "description": "The file"}}
GONE: Responses = {404: {"model": Problem, "description": "There is no such song"}}
BUSY: Responses = {429: {"model": Problem, "description": "Too many songs at once"}}
NO_SYNTH: Responses = {503: {"model": Problem, "description": "No synthesizer is installed"}}
TOO_LARGE: Responses = {413: {"model": Problem, "description": "The file is too large"}}
NOT_READY: Responses = {409: {"model": Problem, "description": "The song is not ready"}}
KEEP = {"Cache-Control": "private, max-age=31536000, immutable"}
"""A song's files never change."""

ANY_SONG = RecipeIn.model_validate({})
"""What is composed when nothing is asked for."""

router = APIRouter(prefix="/api", responses=REFUSED)


@router.post("/songs", status_code=202, responses=BUSY)
def compose_song(workshop: WorkshopDep, recipe: RecipeIn = ANY_SONG) -> SongOut:
    """Begins to compose a song; ask for it again to see how far it is."""
    return SongOut.of(workshop.begin(recipe.to_recipe()))


@router.get("/songs")
def list_songs(library: LibraryDep) -> list[SongOut]:
    """All songs, the newest first."""
    return [SongOut.of(song) for song in library.newest_first()]


@router.get("/songs/{song_id}", responses=GONE)
def get_song(song_id: SongId, library: LibraryDep) -> SongOut:
    """One song."""
    return SongOut.of(library.find(song_id))


@router.delete("/songs/{song_id}", status_code=204, responses=GONE)
def delete_song(song_id: SongId, library: LibraryDep) -> None:
    """Deletes a song and its files, also while it is being composed."""
    library.delete(song_id)


@router.head("/songs/{song_id}/midi", include_in_schema=False)
@router.get("/songs/{song_id}/midi", response_class=FileResponse, responses=MIDI | GONE | NOT_READY)
def get_midi(song_id: SongId, library: LibraryDep) -> FileResponse:
    """The song as a MIDI file."""
    return _download(library.midi(song_id), library.find(song_id).title, "audio/midi")


@router.head("/songs/{song_id}/wav", include_in_schema=False)
@router.get(
    "/songs/{song_id}/wav",
    response_class=FileResponse,
    responses=WAV | GONE | NOT_READY | NO_SYNTH,
)
def get_wav(song_id: SongId, library: LibraryDep, settings: SettingsDep) -> FileResponse:
    """The song as a WAV file, rendered when it is first asked for."""
    song = library.find(song_id)

    def render(data: bytes, target: Path) -> None:
        recipe = song.recipe
        played = performing.performed(
            data, swing=recipe.swing, humanise=recipe.humanise, seed=recipe.seed
        )
        rendering.render(
            played, target, soundfont=settings.soundfont, at_least_seconds=song.seconds or 0.0
        )

    return _download(library.wav(song_id, render), song.title, "audio/wav")


@router.get("/starters")
def list_starters() -> list[StarterOut]:
    """The starting seeds that come with us, and `none`, which is silence."""
    found = [
        StarterOut.of(each.song, name=each.name, title=each.title, style=each.style, key=each.key)
        for each in starters.STARTERS.values()
    ]
    silence = starters.find(starters.NONE)
    return [*found, StarterOut.of(silence, name=starters.NONE, title="Silence", style="any")]


@router.post(
    "/starters",
    status_code=201,
    responses=TOO_LARGE,
)
def upload_starter(file: UploadFile, library: LibraryDep) -> StarterOut:
    """Keeps your own MIDI file as a starting seed; use the name you get as a recipe's `start`."""
    data = file.file.read()
    prompt = composing.start_from(data)
    title = Path(file.filename or "").stem or "Your MIDI"
    return StarterOut.of(prompt, name=library.keep_upload(data), title=title, style="your MIDI")


@router.get("/health")
def get_health(composer: ComposerDep, settings: SettingsDep) -> Health:
    """Whether the service is well, and what it works with."""
    return Health(
        status="ok",
        version=metadata.version("lstmelody"),
        model=_if_there(composer.version),
        renderer=_if_there(partial(rendering.installed_synth, settings.soundfont)),
    )


def _if_there(part: Callable[[], object]) -> str | None:
    try:
        return str(part())
    except (MissingPart, BadData):
        return None


def _download(path: Path, title: str, media_type: str) -> FileResponse:
    name = file_name(title, path.suffix)
    return FileResponse(path, media_type=media_type, filename=name, headers=KEEP)
