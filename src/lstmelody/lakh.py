"""The Lakh MIDI Dataset: where it is, what may be done with it, and whether a copy of it is whole.

Knows the names and checksums in its archives. Does not know how they are fetched, or any music.
"""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lstmelody.archives import MOST_BYTES, is_midi
from lstmelody.errors import BadDownload

BEGINS = b"\x1f\x8b"
"""The first bytes of every gzip file (RFC 1952)."""

LICENCE = """\
The Lakh MIDI Dataset by Colin Raffel, {size}, published at {url}.
As a compilation it is under CC-BY 4.0 (https://creativecommons.org/licenses/by/4.0/). Its files are
transcriptions that people made, mostly of copyrighted songs, whose rights stay with their authors.
Whoever uses it cites https://colinraffel.com/projects/lmd/ and: Colin Raffel, "Learning-Based
Methods for Comparing Sequences, with Applications to Audio-to-MIDI Alignment and Matching", PhD
thesis, 2016."""


def _is_named_by_content(name: str, data: bytes) -> bool:
    """As `lmd_full/<first digit>/<md5>.mid`."""
    checksum = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return PurePosixPath(name).stem == checksum


def _is_a_title_of_an_artist(name: str, data: bytes) -> bool:
    """As `clean_midi/Artist/Title.mid`, and it begins as MIDI does, bare or within RIFF."""
    return len(PurePosixPath(name).parts) >= 3 and data[:4] in (b"MThd", b"RIFF")


@dataclass(frozen=True)
class Archive:
    """One of the dataset's archives as it was published."""

    name: str
    url: str
    size_bytes: int
    songs: int
    sha256: str
    fits: Callable[[str, bytes], bool]
    """Whether a file of this name may have this content."""
    misfits: str
    """What is wrong with those that don't fit."""
    forgiven: float
    """The share of its files of which that may be true before a changed archive is refused."""

    @property
    def file_name(self) -> str:
        return self.url.rpartition("/")[2]

    @property
    def licence(self) -> str:
        mega = self.size_bytes / 1e6
        size = f"{mega / 1e3:.1f} GB" if mega >= 1000 else f"{mega:.0f} MB"
        return LICENCE.format(size=size, url=self.url)


# Where they are: https://colinraffel.com/projects/lmd/ ("mirror 1" of each), at an address that
# answers http only, so the checksum is what tells that no one changed them on the way. Length and
# checksum of lmd_full as MusPy has them (github.com/salu133445/muspy, muspy/datasets/lmd.py), of
# both as resolv-data has them (resolv_data, lakh_midi.py); 178,561 songs were counted in it by
# several who used it, where its page says 176,581, and 17,256 in clean_midi.
_HOST = "http://hog.ee.columbia.edu/craffel/lmd/"
ARCHIVES = {
    "lakh-clean": Archive(
        name="lakh-clean",
        url=_HOST + "clean_midi.tar.gz",
        size_bytes=234_283_029,
        songs=17_256,
        sha256="de1bb64cbc0cf35545a05b5c3e786aa6890cfa144edffc4b827ff41bf8c33dc5",
        fits=_is_a_title_of_an_artist,
        misfits="are not an artist's song in MIDI",
        forgiven=0.05,  # users' files, some of which never were MIDI
    ),
    "lakh-full": Archive(
        name="lakh-full",
        url=_HOST + "lmd_full.tar.gz",
        size_bytes=1_768_163_879,
        songs=178_561,
        sha256="6fcfe2ac49ca08f3f214cec86ab138d4fc4dabcd7f27f491a838dae6db45a12b",
        fits=_is_named_by_content,
        misfits="are not what their checksums say",
        forgiven=0.0001,  # 17 of all
    ),
}


@dataclass(frozen=True)
class Checked:
    """What a whole archive holds."""

    songs: int
    odd: tuple[str, ...]
    """Names of files that don't fit, few enough to be forgiven."""
    as_published: bool
    """Whether it is, byte for byte, the archive whose checksum we know."""


def check(path: Path, archive: Archive, tell: Callable[[int, int | None], None]) -> Checked:
    """Read all of an archive and compare every file with its name; `BadDownload` if it is broken.

    The checksum of the whole alone does not decide: a mirror may have packed the same files anew.
    """
    songs, odd = 0, []
    try:
        for name, data in _songs(path, tell):
            songs += 1
            if not archive.fits(name, data):
                odd.append(name)
    except EOFError as problem:
        raise BadDownload(f"{archive.file_name} ends too early, in song {songs:,}.") from problem
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error) as problem:
        raise BadDownload(
            f"{archive.file_name} is damaged after {songs:,} songs: {problem}."
        ) from problem
    if songs == 0:
        raise BadDownload(f"{archive.file_name} holds no MIDI files.")
    as_published = _sha256(path) == archive.sha256
    if len(odd) > archive.forgiven * songs and not as_published:
        raise BadDownload(
            f"{len(odd):,} of {songs:,} files in {archive.file_name} {archive.misfits}, "
            f"such as {', '.join(odd[:3])}."
        )
    return Checked(songs, tuple(odd), as_published)


def _songs(path: Path, tell: Callable[[int, int | None], None]) -> Iterator[tuple[str, bytes]]:
    """The MIDI files of an archive, read to its very end, where gzip keeps the checksum."""
    size_bytes = path.stat().st_size
    with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as unpacked:
        # Not "r|gz": that way tarfile neither compares the checksum nor misses an end.
        with tarfile.open(fileobj=unpacked, mode="r|") as tar:
            for member in tar:
                if member.isfile() and is_midi(member.name):
                    content = tar.extractfile(member)
                    assert content is not None, "a regular file has content"
                    yield member.name, content.read(MOST_BYTES)
                tar.members = []  # type: ignore[attr-defined] # it keeps every header; see archives
                tell(packed.tell(), size_bytes)
        while unpacked.read(1 << 20):
            pass


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
