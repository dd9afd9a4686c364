"""Routes of starting seeds: those that come with us, and people's own MIDI files.

Knows paths and methods. Does not know how a file is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, UploadFile
from fastapi import Path as FromPath
from pydantic import BaseModel, ConfigDict

from lstmelody import instruments, starters
from lstmelody.api.answers import BUSY, FULL, NO_STARTER, REFUSED, TOO_LARGE
from lstmelody.api.deps import LibraryDep, ReadersDep, WorkshopDep
from lstmelody.api.schemas import NotesOut
from lstmelody.errors import BadRecipe, NoStarter
from lstmelody.labels import key_of
from lstmelody.music import Role, Song

router = APIRouter(prefix="/api/starters", responses=REFUSED)


class StarterOut(BaseModel):
    """A starting seed: the first bars, from which a song goes on."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    name: str
    """What a recipe calls it in `start`."""
    title: str
    style: str
    key: str | None
    """Such as A minor; unknown for uploads and for silence."""
    bpm: float
    meter: str
    bars: int
    roles: list[str]
    """Which of drums, bass, chords and lead play in it."""

    @classmethod
    def of(
        cls, song: Song, *, name: str, title: str, style: str, key: str | None = None
    ) -> StarterOut:
        playing = set(song.notes[:, 1].tolist())
        return cls(
            name=name,
            title=title,
            style=style,
            key=key,
            bpm=song.bpm,
            meter=str(song.meter),
            bars=song.bars,
            roles=[role.word for role in Role if role in playing],
        )


@router.get("")
def list_starters() -> list[StarterOut]:
    """The starting seeds that come with us, and `none`, which is silence."""
    found = [
        StarterOut.of(each.song, name=each.name, title=each.title, style=each.style, key=each.key)
        for each in starters.STARTERS.values()
    ]
    silence = starters.find(starters.NONE)
    return [*found, StarterOut.of(silence, name=starters.NONE, title="Silence", style="any")]


@router.post("", status_code=201, responses=TOO_LARGE | BUSY | FULL)
def upload_starter(file: UploadFile, library: LibraryDep, readers: ReadersDep) -> StarterOut:
    """Keeps your own MIDI file as a starting seed; use the name you get as a recipe's `start`."""
    data = file.file.read()
    prompt = readers.read(data)
    title = Path(file.filename or "").stem or "Your MIDI"
    key = key_of(prompt)
    return StarterOut.of(
        prompt,
        name=library.keep_upload(data),
        title=title,
        style="your MIDI",
        key=key and key.name,
    )


@router.get("/{name}/notes", responses=NO_STARTER)
def get_starter_notes(
    name: Annotated[str, FromPath(max_length=80, description="What a recipe calls it in `start`.")],
    workshop: WorkshopDep,
) -> NotesOut:
    """All notes of a starting seed, to listen to it; `none` has none."""
    try:
        song = workshop.start_of(name)
    except BadRecipe as problem:
        raise NoStarter(str(problem)) from problem
    return NotesOut.of(song, instruments.mix(song.programs))
