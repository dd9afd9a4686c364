"""Routes of the gallery as a whole: taken along as one zip, and brought back.

Knows streams and how large a zip may be. Does not know what is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from lstmelody.api.answers import BUSY, FULL, REFUSED, TOO_LARGE, file
from lstmelody.api.deps import LibraryDep
from lstmelody.errors import TooLarge
from lstmelody.transfers import exported, imported

MOST_BYTES = 4_000_000_000
"""About 700,000 songs."""
ATTACHED = {"Content-Disposition": 'attachment; filename="lstmelody-gallery.zip"'}
ZIP: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    }
}

router = APIRouter(prefix="/api/gallery", responses=REFUSED)


class ImportedOut(BaseModel):
    """What came of bringing a gallery back."""

    model_config = ConfigDict(from_attributes=True, use_attribute_docstrings=True)

    added: int
    already: int
    """Songs that were here before."""
    refused: list[str]
    """Why others were not taken in, a sentence each."""


@router.get("", response_class=StreamingResponse, responses=file("application/zip"))
async def export_gallery(library: LibraryDep) -> StreamingResponse:
    """All songs that are ready, with their recipes and what they start from, as one zip."""
    pieces: Iterator[bytes] = exported(library)
    stream = iterate_in_threadpool(pieces)
    return StreamingResponse(stream, media_type="application/zip", headers=ATTACHED)


@router.post("", responses=TOO_LARGE | FULL | BUSY, openapi_extra=ZIP)
async def import_gallery(request: Request, library: LibraryDep) -> ImportedOut:
    """Takes in the songs of a zip that was exported; those that are here already stay as they are.

    The body is the zip itself.
    """
    with TemporaryFile() as zipped:
        size_bytes = 0
        async for piece in request.stream():
            size_bytes += len(piece)
            if size_bytes > MOST_BYTES:
                most = MOST_BYTES // 10**9
                raise TooLarge(f"A gallery of at most {most} GB can be taken in.", "file too large")
            await run_in_threadpool(zipped.write, piece)
        zipped.seek(0)
        return ImportedOut.model_validate(await run_in_threadpool(imported, library, zipped))
