"""Writes files whole or not at all.

Knows temporary names, renaming and full disks. Does not know what is in a file.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from lstmelody.errors import StorageFull

UNFINISHED = ".unfinished-"
"""How the names begin of what is being written; such files are left behind only by a kill."""


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A path to write to, which becomes `target` at the end, or vanishes if anything goes wrong."""
    unfinished = target.with_name(f"{UNFINISHED}{token_hex(4)}-{target.name}")
    try:
        with room_for(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            yield unfinished
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


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
