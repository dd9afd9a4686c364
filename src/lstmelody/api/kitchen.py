"""Where songs' files are made when they are asked for: a few at a time, on threads of their own.

Knows the cache of files and whose turn it is. Does not know how a file is made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from lstmelody.library import StoredSong
from lstmelody.renders import Renders

AT_ONCE = 4


class Kitchen:
    """The threads that make files."""

    def __init__(self, renders: Renders) -> None:
        self._renders = renders
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="kitchen")

    async def made(self, song: StoredSong, name: str, make: Callable[[Path], object]) -> Path:
        """A file of a song, made unless it is there, and once however many ask at a time."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._renders.file, song.id, name, make)

    def drop(self, song_id: UUID) -> None:
        """Throw away what was made of a song."""
        self._renders.drop(song_id)

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)
