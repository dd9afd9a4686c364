"""Routes of a song's files: MIDI, sound, stems, recipe, each under a good name.

What has to be rendered is when it is first asked for, a few songs at a time on threads of their
own, so that it holds up nobody else. Knows kinds of files. Does not know how they are rendered.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from zipfile import ZIP_STORED, ZipFile

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from lstmelody import midi, performing, rendering
from lstmelody.api import tags
from lstmelody.api.answers import FULL, GONE, NO_SYNTH, NOT_READY, REFUSED, file
from lstmelody.api.deps import KitchenDep, LibraryDep, SettingsDep, SongId
from lstmelody.api.recipes import RecipeOut
from lstmelody.api.sending import FileAnswer
from lstmelody.api.titles import file_name
from lstmelody.library import StoredSong
from lstmelody.settings import Settings

KEEP = {"Cache-Control": "private, max-age=31536000, immutable"}
"""A song's files never change."""
SOUND: dict[str, str] = {"wav": "audio/wav", "mp3": "audio/mpeg"}

router = APIRouter(prefix="/api/songs/{song_id}", responses=REFUSED | GONE)
NEEDS = NOT_READY | NO_SYNTH | FULL


@dataclass(frozen=True)
class Order:
    """What making a file of a song takes."""

    request: Request
    song_id: SongId
    library: LibraryDep
    kitchen: KitchenDep
    settings: SettingsDep

    async def composed(self) -> tuple[StoredSong, bytes]:
        """The song and its MIDI file; `NotFound` or `Conflict` where there is none yet."""
        return await run_in_threadpool(
            lambda: (self.library.find(self.song_id), self.library.midi(self.song_id))
        )


OrderDep = Annotated[Order, Depends()]


@router.head("/midi", include_in_schema=False)
@router.get("/midi", response_class=FileResponse, responses=file("audio/midi") | NOT_READY)
async def get_midi(order: OrderDep) -> Response:
    """The song as a MIDI file."""
    song, data = await order.composed()
    path = await order.kitchen.made(song, "song.mid", lambda target: target.write_bytes(data))
    return _download(order.request, path, song, "audio/midi")


@router.head("/wav", include_in_schema=False)
@router.get("/wav", response_class=FileResponse, responses=file("audio/wav") | NEEDS)
async def get_wav(order: OrderDep) -> Response:
    """The song as a WAV file, rendered when it is first asked for."""
    return await _sound(order, "wav")


@router.head("/mp3", include_in_schema=False)
@router.get("/mp3", response_class=FileResponse, responses=file("audio/mpeg") | NEEDS)
async def get_mp3(order: OrderDep) -> Response:
    """The song as an MP3 file, rendered when it is first asked for."""
    return await _sound(order, "mp3")


@router.head("/stems", include_in_schema=False)
@router.get("/stems", response_class=FileResponse, responses=file("application/zip") | NEEDS)
async def get_stems(order: OrderDep) -> Response:
    """Each role by itself, as WAV and as MIDI, in a zip; together they are the song."""
    song, data = await order.composed()

    def make(target: Path) -> None:
        _stems(song, _as_played(song, data), data, target, order.settings)

    path = await order.kitchen.made(song, "stems.zip", make)
    return _download(order.request, path, song, "application/zip", " stems")


@router.get("/recipe", response_model=RecipeOut)
def get_recipe(song_id: SongId, library: LibraryDep) -> JSONResponse:
    """The recipe of a song, as a file to keep or to send."""
    song = library.find(song_id)
    name = file_name(song.title, ".json")
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JSONResponse(song.recipe.to_json(), headers=disposition)


async def _sound(order: Order, kind: str) -> Response:
    song, data = await order.composed()

    def make(target: Path) -> None:
        rendering.render(
            _as_played(song, data),
            target,
            soundfont=order.settings.soundfont,
            at_least_seconds=song.seconds or 0.0,
        )

    path = await order.kitchen.made(song, f"song.{kind}", make)
    return _download(order.request, path, song, SOUND[kind])


def _as_played(song: StoredSong, data: bytes) -> bytes:
    recipe = song.recipe
    return performing.performed(
        data, swing=recipe.swing, humanise=recipe.humanise, seed=recipe.seed
    )


def _stems(song: StoredSong, played: bytes, data: bytes, target: Path, settings: Settings) -> None:
    with TemporaryDirectory(dir=target.parent) as folder:
        parts = {Path(folder) / f"{name}.wav": part for name, part in midi.parts(played).items()}
        rendering.render_stems(
            played, parts, soundfont=settings.soundfont, at_least_seconds=song.seconds or 0.0
        )
        with ZipFile(target, "w", ZIP_STORED) as stems:
            for path in parts:
                stems.write(path, path.name)
            for name, part in midi.parts(data).items():
                stems.writestr(f"{name}.mid", part)


def _download(
    request: Request, path: Path, song: StoredSong, kind: str, what: str = ""
) -> Response:
    """The file under its name, unless who asks has it already."""
    tag = f'"{song.id.hex}-{path.name}"'
    headers = {**KEEP, "ETag": tag}
    if tags.has(request, tag):
        return tags.unchanged(headers)
    name = file_name(song.title + what, path.suffix)
    return FileAnswer(path, media_type=kind, filename=name, headers=headers)
