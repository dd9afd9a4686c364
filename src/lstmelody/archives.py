"""The MIDI files in a zip or tar archive, read in place, whatever else the archive holds.

Archives are streamed and nothing is unpacked to disk: names of members are labels and lead
nowhere, links and archives within archives are passed over. Knows what can still be read of an
archive that is damaged, and what one made to trap us may not take. Does not know MIDI.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple

SUFFIXES = {".mid", ".midi", ".kar"}
KINDS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
MOST_BYTES = 16_000_000
"""Of a larger file only this much is handed on: enough to see that it is too large."""
MOST_SKIPPED_BYTES = 2_000_000_000
"""An archive that holds so much in a row that is not MIDI is given up: it may have no end."""
PACKINGS: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}
"""How a packed tar begins, and what unpacks it."""

# All that the standard library raises for an archive that is cut short, has rotten bytes, is
# encrypted (RuntimeError), packed in a way unknown to it, or has names in no known letters.
DAMAGE = (
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


def is_midi(name: str) -> bool:
    """Whether a file is MIDI by its name."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def is_archive(name: str) -> bool:
    """Whether a file is an archive that can be read, by its name."""
    return name.lower().endswith(KINDS)


def label(name: str) -> str:
    """A name as it can be shown and written: one spelling of accents, nothing unprintable.

    Bytes that are no UTF-8 come from Python as surrogates, and were mostly meant as Latin-1.
    """
    if name.isascii() and name.isprintable():
        return name
    if any("\udc80" <= letter <= "\udcff" for letter in name):
        name = name.encode("utf-8", "surrogateescape").decode("latin-1")
    spelled = unicodedata.normalize("NFC", name)
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in spelled
    )


def files_in(opened: Callable[[], IO[bytes]], name: str) -> Iterator[File | Damage]:
    """Every MIDI file of an archive in the order it holds them, and what of it is damaged."""
    try:
        with opened() as file:
            if name.lower().endswith(".zip"):
                yield from _in_zip(file)
            else:
                yield from _in_tar(file)
    except DAMAGE:
        yield Damage(label(name))


def _in_zip(file: IO[bytes]) -> Iterator[File | Damage]:
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            name = label(member.filename.replace("\\", "/"))  # as some Windows programs write it
            link = stat.S_ISLNK(member.external_attr >> 16)
            if is_midi(name) and not member.is_dir() and not link:
                try:
                    with archive.open(member) as content:
                        yield File(name, content.read(MOST_BYTES))
                except DAMAGE:
                    yield Damage(name)


def _in_tar(file: Any) -> Iterator[File]:
    """What follows a damaged place of a tar can't be found again."""
    with io.BufferedReader(file) as packed, _unpacked(packed) as stream:
        tape: Any = _Tape(stream)
        with tarfile.open(fileobj=tape, mode="r:") as archive:
            yield from _members(archive, tape)
        if tape.last_block.strip(b"\0"):  # tarfile takes a header it can't read for the end
            raise tarfile.ReadError("no member where one should begin")


def _unpacked(file: io.BufferedReader) -> Any:
    """What is in a packed file, told by how it begins, since names are often wrong."""
    head = file.peek(8)
    for magic, unpacked in PACKINGS.items():
        if head.startswith(magic):
            return unpacked(file)
    return file


def _members(archive: tarfile.TarFile, tape: _Tape) -> Iterator[File]:
    for member in archive:
        if member.isfile() and is_midi(member.name):
            content = archive.extractfile(member)
            assert content is not None, "a regular file has content"
            yield File(label(member.name), content.read(MOST_BYTES))
            tape.skipped_bytes = 0
        # tarfile keeps every header it has seen, and a corpus has 10^5; typeshed omits the list
        archive.members = []  # type: ignore[attr-defined]


class _Tape:
    """A stream as tarfile may read it: forwards only, nothing huge at once, not for ever.

    A header may declare any size, its own included, and tarfile believes it.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._position = 0
        self.skipped_bytes = 0
        """Counted anew after each song."""
        self.last_block = b""
        """What was last read of a header's size."""

    def tell(self) -> int:
        return self._position

    def read(self, size: int) -> bytes:
        if not 0 <= size <= 2 * MOST_BYTES:
            raise tarfile.ReadError("a header that is larger than any song")
        data = self._stream.read(size)
        self._position += len(data)
        if size == tarfile.BLOCKSIZE:
            self.last_block = data
        return data

    def seek(self, position: int) -> None:
        distance = position - self._position
        self.skipped_bytes += max(distance, 0)
        if distance < 0 or self.skipped_bytes > MOST_SKIPPED_BYTES:
            raise tarfile.ReadError("it leads backwards, or on and on")
        while distance and (skipped := len(self._stream.read(min(distance, MOST_BYTES // 16)))):
            distance -= skipped
            self._position += skipped
