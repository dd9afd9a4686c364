"""Writes files whole or not at all.

Knows temporary names, renaming, full disks, and what a kill leaves behind. Does not know what is in
a file.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from weakref import finalize

from lstmelody.errors import StorageFull

UNFINISHED = ".unfinished-"
"""How the names begin of what is being written; such files are left behind only by a kill."""


IN_USE = ".in-use"
"""The file by which programs that write to the same folder know of each other."""


class Use:
    """A folder that is being written to, until it is closed or the program ends in any way."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(folder / IN_USE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._end = finalize(self, os.close, self._lock)
        if self._alone():
            sweep(folder)
        with suppress(OSError):
            fcntl.flock(self._lock, fcntl.LOCK_SH)

    def close(self) -> None:
        self._end()

    def _alone(self) -> bool:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # another program writes here, or these files know no locks
            return False
        return True


@contextmanager
def whole(target: Path, *, workplace: Path | None = None) -> Iterator[Path]:
    """A path to write to, which becomes `target` at the end, or vanishes if anything goes wrong.

    It is in the same folder, or in a workplace on the same disk.
    """
    folder = target.parent if workplace is None else workplace
    unfinished = folder / f"{UNFINISHED}{token_hex(4)}-{target.name}"
    try:
        with room_for(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            yield unfinished
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Removes what a kill left half-written in a folder to which nobody else writes."""
    for leftover in folder.glob(f"{UNFINISHED}*"):
        leftover.unlink(missing_ok=True)


@contextmanager
def room_for(target: Path) -> Iterator[None]:
    """Says in a sentence that the disk is full, where a write would say it in a number."""
    try:
        yield
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageFull(f"There is no room left on the disk for {target.name}.") from problem


def need_room(folder: Path, size_bytes: int) -> None:
    """Raises `StorageFull` when a folder's disk has less room than is about to be needed."""
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < size_bytes:
        raise StorageFull(
            f"The disk has {free_bytes / 1e6:,.0f} MB left, and {size_bytes / 1e6:,.0f} MB are "
            "needed: delete some songs first."
        )
