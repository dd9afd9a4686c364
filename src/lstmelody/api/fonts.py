"""The routes of the instruments that a browser plays songs with: a soundfont, or pieces of it.

Knows where it is and what it is called. Does not know what is in it, nor what plays it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import FileResponse, Response

from lstmelody import soundfonts
from lstmelody.api import tags
from lstmelody.api.answers import NO_SOUNDFONT, REFUSED, Responses, file
from lstmelody.api.deps import SettingsDep
from lstmelody.api.sending import FileAnswer
from lstmelody.errors import BadRequest, MissingPart

KIND = "audio/x-soundfont"
"""Audio of any kind is sent as it is: the samples of an .sf3 are compressed."""
PIECE_BYTES = 8_000_000
"""The most of a piece, which is read into memory: a sample of a minute and a half."""
REPLACED = "The instruments have been replaced: reload the page."

PIECE: Responses = {**NO_SOUNDFONT, 200: file(KIND)[200]}

router = APIRouter(prefix="/api/soundfont", responses=REFUSED)


class Font(NamedTuple):
    """A soundfont as it is at the moment."""

    path: Path
    state: os.stat_result

    @property
    def version(self) -> str:
        """Another for another file, told without reading it."""
        return f"{self.state.st_size:x}-{self.state.st_mtime_ns:x}"

    @property
    def address(self) -> str:
        return f"{router.prefix}?v={self.version}"

    def piece(self, first: int, last: int) -> bytes:
        """Bytes of this file, which a browser keeps for ever; `BadRequest` where it is another."""
        try:
            with self.path.open("rb") as file:
                if self._replace(state=os.fstat(file.fileno())).version != self.version:
                    raise BadRequest(REPLACED)
                file.seek(first)
                return file.read(last - first + 1)
        except FileNotFoundError as problem:
            raise BadRequest(REPLACED) from problem


def installed(chosen: Path | None) -> Font:
    """The soundfont for browsers, or `MissingPart`."""
    path = soundfonts.light(chosen)
    return Font(path, path.stat())


def offered(chosen: Path | None) -> Font | None:
    """The same, or nothing."""
    try:
        return installed(chosen)
    except MissingPart:
        return None


@router.head("", include_in_schema=False)
@router.get("", response_class=FileResponse, responses=file(KIND) | NO_SOUNDFONT)
def get_soundfont(
    request: Request,
    settings: SettingsDep,
    v: Annotated[
        str, Query(max_length=80, description="Its version: with it, the answer may be kept.")
    ] = "",
) -> Response:
    """The General MIDI instruments for playing songs in the browser, as SoundFont 2 or 3.

    `Health` tells the address with its version.
    """
    font = installed(settings.soundfont)
    tag = f'"{font.version}"'
    keep = tags.FOREVER if v == font.version else tags.ASK_AGAIN
    headers = {"ETag": tag, "Cache-Control": keep}
    if tags.has(request, tag):
        return tags.unchanged(headers)
    return FileAnswer(font.path, media_type=KIND, headers=headers, stat_result=font.state)


@router.get("/{first}-{last}", response_class=Response, responses=PIECE)
def get_piece_of_soundfont(
    settings: SettingsDep,
    first: Annotated[int, InPath(ge=0, le=soundfonts.LIGHT_BYTES)],
    last: Annotated[int, InPath(ge=0, le=soundfonts.LIGHT_BYTES)],
    v: Annotated[str, Query(max_length=80, description="Its version, as `Health` tells it.")],
) -> Response:
    """Bytes of the soundfont: an instrument need not wait for all the others.

    Most browsers keep these, and keep no answer to a request with a `Range`.
    """
    font = installed(settings.soundfont)
    if v != font.version:
        raise BadRequest(REPLACED)
    if not first <= last < min(font.state.st_size, first + PIECE_BYTES):
        raise BadRequest(f"The soundfont has no piece from byte {first} to {last}.")
    return Response(
        font.piece(first, last), media_type=KIND, headers={"Cache-Control": tags.FOREVER}
    )
