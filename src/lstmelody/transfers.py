"""A whole gallery as one zip, and back again.

The zip has a folder for each song that is ready, with its MIDI file and `song.json`, and the MIDI
files of people's own that songs start from:

    songs/<id>/song.mid
    songs/<id>/song.json
    uploads/<sha-256>.mid

It is written song by song, and read without anything being unpacked to a disk. Knows what a zip
made to trap us could try. Does not know databases, nor where the zip comes from or goes to.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, NamedTuple
from uuid import UUID

from lstmelody import midi
from lstmelody.archives import DAMAGE, label
from lstmelody.errors import BadMidi, BadRecipe, BadRequest, Conflict, NotFound
from lstmelody.library import Library, Sort, Status, StoredSong
from lstmelody.music import Song
from lstmelody.songtexts import song_from, text_of
from lstmelody.stored import tempos_of
from lstmelody.uploads import UPLOADED, name_of

PAGE_SONGS = 100
MOST_MEMBERS = 400_000
"""Three files for each of 100,000 songs, and some to spare."""
MOST_UNPACKED = 100
"""A zip may hold so many times its own size: MIDI and text pack to a 3rd or a 20th."""
MOST_TEXT_BYTES = 16_000_000
SONG = re.compile(r"songs/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/song\.json")
LEADS_OUT = re.compile(r"^[/\\]|^\w:|(^|[/\\])\.\.([/\\]|$)")
"""Names by which a careless program would write outside of where it unpacks to."""


class Imported(NamedTuple):
    """What came of reading a zip."""

    added: int
    already: int
    """Songs that were here before, the same in every byte."""
    refused: list[str]
    """Why others were not taken in, a sentence each."""


def exported(library: Library) -> Iterator[bytes]:
    """The zip of all songs that are ready, in pieces; one deleted meanwhile may not be in it."""
    pipe, uploads = _Pipe(), set[str]()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for song in _songs(library):
            _write(archive, library, song)
            if song.recipe.start not in uploads and UPLOADED.fullmatch(song.recipe.start):
                uploads.add(song.recipe.start)
                _write_upload(archive, library, song.recipe.start)
            yield pipe.taken()
    yield pipe.taken()


def _songs(library: Library) -> Iterator[StoredSong]:
    cursor: str | None = ""
    while cursor is not None:
        page = library.page(limit=PAGE_SONGS, sort=Sort.OLDEST, cursor=cursor or None)
        yield from (song for song in page.songs if song.status == Status.READY)
        cursor = page.cursor


def _write(archive: zipfile.ZipFile, library: Library, song: StoredSong) -> None:
    try:
        data, notes = library.midi(song.id), library.notes(song.id)
    except NotFound:
        return
    archive.writestr(f"songs/{song.id}/song.mid", data)
    archive.writestr(f"songs/{song.id}/song.json", text_of(song, notes, tempos_of(song, data)))


def _write_upload(archive: zipfile.ZipFile, library: Library, start: str) -> None:
    try:
        data = library.upload(start)
    except BadRecipe:
        return
    archive.writestr(_upload(start), data)


class _Pipe(io.RawIOBase):
    """What is written to it can be taken out of it again."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # zipfile hands on bytes alone
        self._waiting += data
        return len(data)

    def taken(self) -> bytes:
        data = bytes(self._waiting)
        self._waiting.clear()
        return data


def imported(library: Library, file: IO[bytes]) -> Imported:
    """Takes in the songs of a zip that `exported` wrote; what is here already stays as it is.

    Raises `BadRequest` for what is no such zip, and `StorageFull` or `Unreachable` with all that
    came before taken in: the same zip may then be tried again.
    """
    added, already, refused = 0, 0, []
    with _opened(file) as archive:
        for song_id in _listed(archive, file):
            try:
                new = _take_in(library, archive, song_id)
            except (BadMidi, BadRecipe, BadRequest, Conflict) as problem:
                refused.append(f"Song {song_id} is left out: {problem}")
                continue
            added, already = added + new, already + (not new)
    return Imported(added, already, refused)


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except DAMAGE as problem:
        raise BadRequest("This is no zip, or it is damaged.") from problem


def _listed(archive: zipfile.ZipFile, file: IO[bytes]) -> list[UUID]:
    """The songs of a zip; `BadRequest` for one that no gallery would be exported to."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise BadRequest(f"This zip holds {len(members):,} files: {MOST_MEMBERS:,} is the most.")
    if sum(member.file_size for member in members) > MOST_UNPACKED * file.seek(0, io.SEEK_END):
        raise BadRequest("This zip would unpack to far more than any gallery does.")
    for member in members:
        if LEADS_OUT.search(member.filename):
            raise BadRequest(f"This zip is no gallery: {label(member.filename)} leads out of it.")
    found = [SONG.fullmatch(member.filename) for member in members]
    if not any(found):
        raise BadRequest("This zip is no gallery: there is no song in it.")
    return list(dict.fromkeys(UUID(each[1]) for each in found if each))


def _take_in(library: Library, archive: zipfile.ZipFile, song_id: UUID) -> bool:
    """Whether a song was not here before."""
    told = song_from(song_id, _read(archive, f"songs/{song_id}/song.json", MOST_TEXT_BYTES))
    data = _read(archive, f"songs/{song_id}/song.mid", midi.MAX_BYTES)
    _look_into(data, told.composed)
    if UPLOADED.fullmatch(told.stored.recipe.start):
        _take_in_upload(library, archive, told.stored.recipe.start)
    return library.adopt(told.stored, told.composed, data)


def _look_into(data: bytes, song: Song) -> None:
    """`BadMidi` for a file that no player would read; of a silent song it has no notes."""
    try:
        midi.read(data)
    except BadMidi as problem:
        if len(song) or problem.reason != "no notes":
            raise


def _take_in_upload(library: Library, archive: zipfile.ZipFile, start: str) -> None:
    """What a song starts from; the song itself is whole without it."""
    name = _upload(start)
    if name not in archive.NameToInfo:
        return
    data = _read(archive, name, midi.MAX_BYTES)
    if name_of(data) != start:
        raise BadRequest(f"{name} is not the file that it is named after.")
    midi.read(data)
    library.keep_upload(data)


def _read(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    try:
        with archive.open(name) as member:
            data = member.read(most_bytes + 1)
    except KeyError as problem:
        raise BadRequest(f"there is no {name}.") from problem
    except DAMAGE as problem:
        raise BadRequest(f"{name} is damaged.") from problem
    if len(data) > most_bytes:
        raise BadRequest(f"{name} is larger than any song.")
    return data


def _upload(start: str) -> str:
    return f"uploads/{start.removeprefix('midi:')}.mid"
