"""Files that can be made again, such as a song's WAV and MP3: made when first asked for, and once.

They lie in a folder of this computer up to a limit; those that were not asked for the longest go
first. Knows files, waiting and room. Does not know what is made, nor how.
"""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock
from typing import NamedTuple
from uuid import UUID

from lstmelody import files

LIMIT_BYTES = 2_000_000_000
GRACE_SECONDS = 60.0
"""A file that was asked for so recently stays: whoever asked may be about to open it."""


class Render(NamedTuple):
    """A file that was made, by when it was last asked for."""

    asked: float
    size_bytes: int
    path: Path


class Renders:
    """The files made of songs. Safe to use from many threads of one program."""

    def __init__(
        self,
        folder: Path,
        limit_bytes: int = LIMIT_BYTES,
        *,
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        self._folder, self._limit_bytes = folder, limit_bytes
        self._grace_seconds = grace_seconds
        self._guard, self._clearing = Lock(), Lock()
        self._locks: defaultdict[UUID, RLock] = defaultdict(RLock)
        self._waiting: Counter[UUID] = Counter()
        self._used = files.Use(folder)

    def close(self) -> None:
        self._used.close()

    def file(self, song_id: UUID, name: str, make: Callable[[Path], object]) -> Path:
        """A song's file, which `make` writes to the path it is given, unless it is there already.

        However many ask at a time, one makes it and the others wait; of one song nothing is made
        twice or beside anything else, though `make` may ask for another file of it. The path stays
        good for a minute at least, and for whoever has it open. Raises `StorageFull`, and all that
        `make` raises.
        """
        path = self._folder / f"{song_id}-{name}"
        with self._alone(song_id):
            if _asked_again(path):
                return path
            with files.whole(path) as unfinished:
                make(unfinished)
        self._make_room(path)
        return path

    def drop(self, song_id: UUID) -> None:
        """Removes all that was made of a song; waits for what is being made of it."""
        with self._alone(song_id):
            for path in self._folder.glob(f"{song_id}-*"):
                path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self, song_id: UUID) -> Iterator[None]:
        """Nobody else works on a song; its lock is gone when nobody waits for it any more."""
        with self._guard:
            lock = self._locks[song_id]
            self._waiting[song_id] += 1
        try:
            with lock:
                yield
        finally:
            with self._guard:
                self._waiting[song_id] -= 1
                if not self._waiting[song_id]:
                    del self._waiting[song_id], self._locks[song_id]

    def _make_room(self, newest: Path) -> None:
        with self._clearing:
            made = sorted(self._made())
            surplus_bytes = sum(render.size_bytes for render in made) - self._limit_bytes
            for render in made:
                recent = time.time() - render.asked < self._grace_seconds
                if surplus_bytes <= 0 or recent or render.path == newest:
                    continue
                render.path.unlink(missing_ok=True)
                surplus_bytes -= render.size_bytes

    def _made(self) -> Iterator[Render]:
        for path in self._folder.glob("*-*"):
            try:
                status = path.stat()
            except FileNotFoundError:  # dropped, or finished under its own name, meanwhile
                continue
            if not path.name.startswith("."):
                yield Render(status.st_mtime, status.st_size, path)


def _asked_again(path: Path) -> bool:
    """Notes that a file is asked for, if it is there; the moment is kept as that of its change."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True
