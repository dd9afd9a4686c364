"""Routes of starting seeds: those that come with us, and people's own MIDI files.

Knows paths and methods. Does not know how a file is read.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, UploadFile

from lstmelody import starters
from lstmelody.api.answers import BUSY, FULL, REFUSED, TOO_LARGE
from lstmelody.api.deps import LibraryDep, ReadersDep
from lstmelody.api.schemas import StarterOut
from lstmelody.labels import key_of

router = APIRouter(prefix="/api/starters", responses=REFUSED)


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
