"""Routes to hear a song by its notes: while it is composed, or when it is.

Knows server-sent events (HTML Standard, 9.2) and which of them a listener has. Does not know how
notes are played, nor sound.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from functools import cache
from hashlib import sha256
from importlib import metadata
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response, StreamingResponse
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool

from lstmelody import filing
from lstmelody.api import live, tags
from lstmelody.api.answers import GONE, NOT_READY, REFUSED, Responses
from lstmelody.api.deps import LibraryDep, SongId, WorkshopDep
from lstmelody.api.live import CLOSING, QUIET, Event, performer_of, told
from lstmelody.api.schemas import NotesOut, SongOut
from lstmelody.api.tags import UNCHANGED
from lstmelody.api.workshop import Workshop
from lstmelody.errors import NotFound
from lstmelody.instruments import Mix
from lstmelody.library import Library, Status, StoredSong
from lstmelody.music import METERS_BY_NAME, Role, Song
from lstmelody.stored import tempos_of

STREAM: Responses = {
    200: {
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
        "description": "`frame`, then `bars` with their notes as they are composed, `changed` when "
        "a setting does, and at last `ready`, `failed` or `gone`; the data of each is JSON. After "
        "`changed` comes another `frame` where that is another, its `tempos` or its `bars_total`: "
        "it holds instead of the one before, and all notes stay.",
    }
}
KEPT = {"Cache-Control": f"private, {tags.ASK_AGAIN}"}
"""A song's notes never change, but what we tell of them may in another version."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

Performed = Annotated[
    bool, Query(description="As it is heard: with the swing and the hands of its recipe.")
]

router = APIRouter(prefix="/api/songs/{song_id}", responses=REFUSED | GONE)


@router.get("/events", response_class=StreamingResponse, responses=STREAM)
async def listen_to_song(
    song_id: SongId,
    library: LibraryDep,
    workshop: WorkshopDep,
    performed: Performed = False,
    last_event_id: Annotated[
        str | None, Header(description="The last event that was heard: bars up to it are left out.")
    ] = None,
) -> StreamingResponse:
    """The song bar by bar, from its beginning: at once what is composed, the rest as it comes."""
    song = await run_in_threadpool(library.find, song_id)
    heard = int(last_event_id) if last_event_id and last_event_id.isdecimal() else 0
    stream = _stream(song, library, workshop, heard, performed=performed)
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


@router.get("/notes", response_model=NotesOut, responses=NOT_READY | UNCHANGED)
def get_notes(
    request: Request,
    song_id: SongId,
    library: LibraryDep,
    performed: Performed = False,
) -> Response:
    """All notes of a song that is ready."""
    stored = library.find(song_id)
    performer = performer_of(stored.recipe) if performed else None
    headers = KEPT | {"ETag": f'"{song_id.hex}-{"played" if performer else "notes"}-{_shape()}"'}
    if tags.has(request, headers["ETag"]):
        return tags.unchanged(headers)
    song, mix = _song_of(stored, library)
    notes = performer(song) if performer else None
    return tags.json_answer(NotesOut.of(song, mix, notes).model_dump_json().encode(), headers)


async def _stream(
    song: StoredSong, library: Library, workshop: Workshop, heard: int, *, performed: bool
) -> AsyncIterator[bytes]:
    async for event in _to_its_end(_events(song, library, workshop, heard)):
        if event is CLOSING:
            return
        if event is QUIET:
            yield b": nothing new\n\n"
            continue
        number = None if event.bars_done is None else str(event.bars_done)
        data = (performed and event.performed) or event.data or "{}"
        yield format_sse_event(data_str=data, event=event.kind, id=number)


async def _to_its_end(events: AsyncIterator[Event]) -> AsyncIterator[Event]:
    """What is told, and that the song is gone where it is deleted while it is looked up."""
    try:
        async for event in events:
            yield event
    except NotFound:
        yield live.GONE


async def _events(
    song: StoredSong, library: Library, workshop: Workshop, heard: int
) -> AsyncIterator[Event]:
    playing = workshop.live(song.id)
    if playing is not None:
        async for event in playing.listen(heard):
            yield event if event is CLOSING else await _complete(event, song, library, workshop)
        return
    song = await run_in_threadpool(library.find, song.id)
    if song.status == Status.READY:
        ready = SongOut.of(song).model_dump_json()
        whole, mix = await run_in_threadpool(_song_of, song, library)
        performer = performer_of(song.recipe)
        async for event in told(whole, ready, heard, mix=mix, performer=performer):
            yield event
    elif song.status == Status.FAILED:
        yield Event("failed", SongOut.of(song).model_dump_json())


async def _complete(event: Event, song: StoredSong, library: Library, workshop: Workshop) -> Event:
    """An event that tells of the song as it is now, where it says that the song is another."""
    if event.data:
        return event
    now = workshop.as_it_is(await run_in_threadpool(library.find, song.id))
    return event._replace(data=SongOut.of(now).model_dump_json())


def _song_of(song: StoredSong, library: Library) -> tuple[Song, dict[Role, Mix]]:
    """The notes of a song and what they are read by, and how its roles sound."""
    notes, data = library.notes(song.id), library.midi(song.id)
    assert song.bpm
    assert song.meter
    mix = filing.mix_in(data)
    programs = {role: each.program for role, each in mix.items()}
    _, *tempos = tempos_of(song, data)
    frame = song.bars_total, METERS_BY_NAME[song.meter], song.bpm, programs, tuple(tempos)
    return Song(notes, *frame), mix


@cache
def _shape() -> str:
    """What tells the answers of one version of us from those of another."""
    told = metadata.version("lstmelody") + json.dumps(NotesOut.model_json_schema())
    return sha256(told.encode()).hexdigest()[:12]
