"""Where MIDI files come from: folders, single files and archives, here or behind a URL.

A source is a path of this machine, or a URL such as `s3://bucket/songs.tar.gz`, which fsspec
opens. Knows places and in which order they are read. Does not know what archives look like
inside, nor MIDI.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from lstmelody import archives
from lstmelody.archives import (
    KINDS,
    MOST_BYTES,
    SUFFIXES,
    Damage,
    File,
    is_archive,
    is_midi,
    label,
)
from lstmelody.errors import BadSource, MissingPart

__all__ = ["MOST_BYTES", "SUFFIXES", "Damage", "File", "Source", "check", "files_in", "stamp"]

Source = Path | str
"""A path, or a URL."""
VERSION = re.compile(r"\.\d+$")
"""How Lakh tells the versions of a title apart: `Title.2`; `Y.M.C.A.` is a title."""
FETCHED_AT_ONCE = 20
"""Files of a distant folder that are asked for together, since each is waited for."""


def check(source: Source) -> None:
    """Raise `BadSource` unless this is a place that MIDI files can be read from."""
    name = _name_of(source)
    if not _exists(source):
        raise BadSource(f"There is no file or folder called {source}.")
    if not (is_midi(name) or is_archive(name) or _is_folder(source)):
        raise BadSource(
            f"{name} is neither a folder, a MIDI file (.mid, .midi, .kar) "
            f"nor an archive ({', '.join(KINDS)})."
        )


def files_in(source: Source) -> Iterator[File | Damage]:
    """Every MIDI file of a source in a fixed order; damage is told once and never raised."""
    check(source)
    name = _name_of(source)
    if is_url(source):
        system, place = _located(source)
        if is_archive(name):
            return archives.files_in(partial(system.open, place, "rb"), name)
        return _fetched(system, place)
    path = Path(source)
    if path.is_dir():
        return _in_folder(path)
    if is_midi(name):
        return iter([_from_disk(path, label(name))])
    return archives.files_in(lambda: path.open("rb"), name)


def stamp(source: Source) -> list[str]:
    """What tells a source from others and, where its place knows, from itself when it changed."""
    if not is_url(source):
        path = Path(source).resolve()
        return [str(path), str(path.stat().st_mtime_ns)]
    system, place = _located(source)
    try:
        return [str(source), str(system.ukey(place))]
    except (NotImplementedError, OSError):
        return [str(source)]


def is_url(source: Source) -> bool:
    """Whether a source is a URL, not a path of this machine."""
    return "://" in str(source)


def work_of(name: str) -> str:
    """The work that a file is one transcription of, as far as its place tells.

    `Artist/Title.2.mid` is a version of `Artist/Title`. A file named by its checksum belongs to
    the work that its folder names, unless the folder is only the checksum's first digits.
    """
    path = PurePosixPath(name)
    stem, folder = path.stem, path.parent.name
    if _is_checksum(stem):
        return stem if stem.startswith(folder) else folder
    return f"{folder}/{VERSION.sub('', stem)}".lower()


def _is_checksum(stem: str) -> bool:
    return len(stem) >= 8 and all(letter in "0123456789abcdef" for letter in stem)


def _in_folder(folder: Path) -> Iterator[File | Damage]:
    """In the order of names, one folder's names in memory at a time.

    Links to files are followed. Links to folders are not: they may lead round in circles.
    """
    waiting = _entries(folder)
    while waiting:
        entry = waiting.pop()
        name = label(Path(entry.path).relative_to(folder).as_posix())
        if entry.is_dir(follow_symlinks=False):
            try:
                waiting += _entries(entry)
            except OSError:
                yield Damage(name)
        elif is_midi(name) and _is_file(entry):
            yield _from_disk(Path(entry.path), name)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def _entries(folder: os.PathLike[str]) -> list[os.DirEntry[str]]:
    """What is in a folder, the first name last."""
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name, reverse=True)


def _from_disk(path: Path, name: str) -> File | Damage:
    try:
        with path.open("rb") as file:
            return File(name, file.read(MOST_BYTES))
    except OSError:
        return Damage(name)


def _fetched(system: Any, place: str) -> Iterator[File | Damage]:
    """A distant file, or those of a distant folder."""
    found = [place] if is_midi(place) else [path for path in system.find(place) if is_midi(path)]
    for at in range(0, len(found), FETCHED_AT_ONCE):
        paths = found[at : at + FETCHED_AT_ONCE]
        ends = [MOST_BYTES] * len(paths)
        contents = system.cat_ranges(paths, [0] * len(paths), ends, on_error="return")
        for path, content in zip(paths, contents, strict=True):
            name = label(path.removeprefix(place).strip("/") or PurePosixPath(path).name)
            yield File(name, content) if isinstance(content, bytes) else Damage(name)


def _exists(source: Source) -> bool:
    if not is_url(source):
        return Path(source).exists()
    system, place = _located(source)
    return bool(system.exists(place))


def _is_folder(source: Source) -> bool:
    if not is_url(source):
        return Path(source).is_dir()
    system, place = _located(source)
    return bool(system.isdir(place))


def _name_of(source: Source) -> str:
    place = _located(source)[1].partition("?")[0] if is_url(source) else str(source)
    return PurePosixPath(place).name


def _located(url: Source) -> tuple[Any, str]:
    """The file system that a URL speaks of, and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise MissingPart(
            f"Reading {url} needs fsspec: install it with `pip install 'lstmelody[cluster]'`."
        ) from None
    try:
        system, place = url_to_fs(str(url))
    except ImportError as problem:  # of the library for this kind of place
        raise MissingPart(f"{url} can't be reached yet: {problem}.") from None
    except ValueError:
        raise BadSource(f"{url} is of a kind of place that is not known.") from None
    return system, str(place)
