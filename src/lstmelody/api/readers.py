"""Reads MIDI files that came from anyone, in processes that may die of them.

A file that crashes the reader, keeps it too long or takes too much memory costs its sender a
sentence and us a process. Knows workers, and how a loss is said. Does not know HTTP or the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Semaphore

from lstmelody import midi, workers
from lstmelody.errors import BadMidi, Busy, TooLarge
from lstmelody.music import Song
from lstmelody.workers import Crew, Lost
from lstmelody.working import Limit

SIZE = 2
"""Files read at a time; the others wait."""
MOST = 12
"""Files read or waiting: each holds one of the 40 threads that answer everybody."""
LIMIT = Limit(seconds=5, megabytes=1500)
"""A file of 200,000 notes, the most we take, is read in 0.1 s, and an idle reader has 0.4 GB."""

Refused = tuple[type[BadMidi], str, str]
"""An error that can travel: its kind, its sentence and its reason."""


class Readers:
    """The processes that read, from opening to closing. Safe to be asked from any thread."""

    def __init__(self, crew: Crew, work: Callable[[bytes], Song | Refused] | None = None) -> None:
        self._crew, self._work = crew, work or _read
        self._places = Semaphore(MOST)

    def read(self, data: bytes) -> Song:
        """The song in a file of somebody's own; `BadMidi` or `TooLarge` if it can't be read.

        Raises `Busy` where too many others wait already.
        """
        if len(data) > midi.MAX_BYTES:  # not worth a process
            raise TooLarge(
                f"This file is {len(data) / 1e6:.0f} MB; at most {midi.MAX_BYTES / 1e6:.0f} MB can "
                "be read.",
                "file too large",
            )
        if not self._places.acquire(blocking=False):
            raise Busy("Other files are being read: try again in a moment.")
        try:
            [result] = self._crew.each(self._work, [data])
        finally:
            self._places.release()
        if isinstance(result, Lost):
            raise BadMidi(f"This MIDI file can't be read: it {result.reason}.", result.reason)
        if isinstance(result, Song):
            return result
        kind, sentence, reason = result
        raise kind(sentence, reason)


@contextmanager
def open_readers(*, limit: Limit = LIMIT) -> Iterator[Readers]:
    """Readers that are ready when the first file comes, and end with this block."""
    with workers.crew(limit, size=SIZE, modules=[__name__, "lstmelody.composing"]) as crew:
        yield Readers(crew)


def _read(data: bytes) -> Song | Refused:
    """What a reader does: an error that is raised in it would end it."""
    from lstmelody import composing  # only here: the service may do without in its own process

    try:
        return composing.start_from(data)
    except BadMidi as problem:
        return type(problem), str(problem), problem.reason
