"""Whole files under names, in a folder or in an object store; a name is there whole or not at all.

Names are parted by slashes, such as `songs/1234/song.mid`; a prefix is a whole name, or a part of
it that ends with a slash. Knows folders and S3 (through obstore, which reads the usual `AWS_...`
variables of the environment). Does not know what is in a file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lstmelody import files
from lstmelody.errors import BadSetting, MissingPart, NotFound, Unreachable

if TYPE_CHECKING:
    from obstore.store import RetryConfig, S3Store

PATIENCE: RetryConfig = {"max_retries": 5, "retry_timeout": timedelta(seconds=30)}


class Blobs(Protocol):
    """A place for files. Safe to use from many threads.

    Each call raises `Unreachable` when the place does not answer; `put` raises `StorageFull`.
    """

    def get(self, name: str) -> bytes:
        """The bytes of a name, or `NotFound`."""

    def put(self, name: str, data: bytes) -> None:
        """Keeps bytes under a name, in place of what was there."""

    def delete(self, prefix: str) -> None:
        """Removes a name, or all that begin with a prefix; none may be there."""

    def names(self, prefix: str) -> Iterator[str]:
        """Every name that begins with a prefix, in no order."""

    def close(self) -> None:
        """Lets go of the place."""


def blobs_at(place: str) -> Blobs:
    """The files at `s3://bucket/prefix`, or in a folder.

    Raises `BadSetting` for a place of another kind, and `MissingPart` where obstore is missing.
    """
    scheme, parted, _ = place.partition("://")
    if not parted:
        return FolderBlobs(Path(place))
    if scheme != "s3":
        raise BadSetting(f"Files are kept in a folder or at s3://bucket/prefix, not at {scheme}.")
    try:
        import_module("obstore")
    except ImportError as problem:
        raise MissingPart(
            "An object store needs obstore: pip install 'lstmelody[s3]'."
        ) from problem
    return S3Blobs(place)


class FolderBlobs:
    """Files in a folder, which other programs may use at the same time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used = files.Use(folder)

    def get(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as problem:
            raise _gone(name) from problem

    def put(self, name: str, data: bytes) -> None:
        # All in one place: 50,000 folders would take a second to be swept at each start, or minutes
        # where they have to be read from a disk first.
        with files.whole(self._path(name), workplace=self._folder) as unfinished:
            unfinished.write_bytes(data)

    def delete(self, prefix: str) -> None:
        path = self._path(prefix)
        if prefix.endswith("/"):
            shutil.rmtree(path, ignore_errors=not path.exists())
        else:
            path.unlink(missing_ok=True)

    def names(self, prefix: str) -> Iterator[str]:
        for path in self._path(prefix).rglob("*"):
            if path.is_file():
                yield path.relative_to(self._folder).as_posix()

    def close(self) -> None:
        self._used.close()

    def _path(self, name: str) -> Path:
        assert ".." not in name.split("/"), f"{name} leads out of the folder"
        assert not name.startswith("/"), f"{name} leads out of the folder"
        return self._folder / name


class S3Blobs:
    """Files in a bucket. S3 itself puts an object whole or not at all."""

    def __init__(self, url: str) -> None:
        store = import_module("obstore.store").S3Store
        with _sentences():
            self._store: S3Store = store.from_url(url, retry_config=PATIENCE)

    def get(self, name: str) -> bytes:
        with _sentences():
            try:
                return bytes(self._store.get(name).bytes())
            except FileNotFoundError as problem:
                raise _gone(name) from problem

    def put(self, name: str, data: bytes) -> None:
        with _sentences():
            self._store.put(name, data)

    def delete(self, prefix: str) -> None:
        gone = list(self.names(prefix)) if prefix.endswith("/") else [prefix]
        with _sentences():
            if gone:
                self._store.delete(gone)

    def names(self, prefix: str) -> Iterator[str]:
        with _sentences():
            for objects in self._store.list(prefix.rstrip("/")):
                yield from (each["path"] for each in objects)

    def close(self) -> None:
        """Each request is whole in itself."""


@contextmanager
def _sentences() -> Iterator[None]:
    errors = import_module("obstore.exceptions")
    try:
        yield
    except (errors.BaseError, OSError) as problem:
        raise Unreachable("The object store does not answer as it should.") from problem


def _gone(name: str) -> NotFound:
    return NotFound(f"There is no file {name} any more.")
