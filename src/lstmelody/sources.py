"""Where MIDI files come from: folders, single files, zip and tar archives, read in place.

Knows containers and what of them can still be read when they are damaged. Does not know MIDI.
"""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from lstmelody.errors import BadSource

SUFFIXES = {".mid", ".midi", ".kar"}
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
MOST_BYTES = 16_000_000
"""Of a larger file only this much is handed on: enough to see that it is too large."""

# All that the standard library raises for an archive that is cut short, has rotten bytes, is
# encrypted (RuntimeError), packed in a way unknown to it, or has names in no known letters.
_DAMAGE = (
    *(tarfile.TarError, zipfile.BadZipFile, lzma.LZMAError, zlib.error),
    *(EOFError, OSError, RuntimeError, ValueError),
)


class File(NamedTuple):
    """A MIDI file's place within its source, and its bytes."""

    name: str
    data: bytes


class Damage(NamedTuple):
    """An archive, or one member of it, that could not be read any further."""

    name: str


def check(source: Path) -> None:
    """Raise `BadSource` unless this is a place that MIDI files can be read from."""
    if not source.exists():
        raise BadSource(f"There is no file or folder called {source}.")
    if source.is_file() and not (_is_midi(source.name) or source.name.lower().endswith(ARCHIVES)):
        raise BadSource(
            f"{source.name} is neither a folder, a MIDI file (.mid, .midi, .kar) "
            f"nor an archive ({', '.join(ARCHIVES)})."
        )


def files_in(source: Path) -> Iterator[File | Damage]:
    """Every MIDI file of a source in a fixed order; damage is told once and never raised."""
    check(source)
    if source.is_dir():
        return _in_folder(source)
    if _is_midi(source.name):
        return iter([_from_disk(source, source.name)])
    if source.suffix.lower() == ".zip":
        return _in_zip(source)
    return _in_tar(source)


def work_of(name: str) -> str:
    """The work that a file is one transcription of, as far as its place tells.

    `Artist/Title.2.mid` is a version of `Artist/Title`. A file named by its checksum belongs to
    the work that its folder names, unless the folder is only the checksum's first digits.
    """
    path = PurePosixPath(name)
    stem, folder = path.stem, path.parent.name
    if _is_checksum(stem):
        return stem if stem.startswith(folder) else folder
    title = stem.partition(".")[0] or stem
    return f"{folder}/{title}".lower()


def _is_midi(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _is_checksum(stem: str) -> bool:
    return len(stem) >= 8 and all(letter in "0123456789abcdef" for letter in stem)


def _from_disk(path: Path, name: str) -> File | Damage:
    try:
        with path.open("rb") as file:
            return File(name, file.read(MOST_BYTES))
    except OSError:
        return Damage(name)


def _in_folder(folder: Path) -> Iterator[File | Damage]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and _is_midi(path.name):
            yield _from_disk(path, path.relative_to(folder).as_posix())


def _in_zip(source: Path) -> Iterator[File | Damage]:
    try:
        archive = zipfile.ZipFile(source)
    except _DAMAGE:
        yield Damage(source.name)
        return
    with archive:
        for name in archive.namelist():
            if _is_midi(name) and not name.endswith("/"):
                try:
                    with archive.open(name) as member:
                        yield File(name, member.read(MOST_BYTES))
                except _DAMAGE:
                    yield Damage(name)


def _in_tar(source: Path) -> Iterator[File | Damage]:
    """Streamed, so memory stays bounded; what follows a damaged place can't be found again."""
    try:
        with tarfile.open(source, "r|*") as archive:
            yield from _members(archive)
    except _DAMAGE:
        yield Damage(source.name)


def _members(archive: tarfile.TarFile) -> Iterator[File]:
    for member in archive:
        if member.isfile() and _is_midi(member.name):
            content = archive.extractfile(member)
            assert content is not None, "a regular file has content"
            yield File(member.name, content.read(MOST_BYTES))
            # tarfile keeps every header it has seen, and a corpus has 10^5; typeshed omits the list
            archive.members = []  # type: ignore[attr-defined]
