"""The processes that compose, as the service has them: told what to do, begun again if one dies.

What one does is in `scenes`; songs go to the one with the fewest, and what it tells comes on a
thread of ours. Knows processes and pipes. Does not know the library, or HTTP.
"""

from __future__ import annotations

import logging
import multiprocessing
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any, Protocol
from uuid import UUID

from lstmelody.api import scenes
from lstmelody.api.scenes import Bars, Begin, Ready
from lstmelody.changes import Value
from lstmelody.errors import Busy
from lstmelody.recipe import Recipe

MOST_DEATHS = 5
"""A song that was being composed so many times in a row when the process died, and never came
further than before, is not tried again."""
_CONTEXT = multiprocessing.get_context("spawn")
_LOG = logging.getLogger(__name__)


class Listener(Protocol):
    """Who is told what becomes of songs, on a thread of its own."""

    def composed(self, key: UUID, bars: Bars) -> None: ...
    def ready(self, key: UUID, ready: Ready) -> None: ...
    def failed(self, key: UUID, sentence: str) -> None: ...


@dataclass
class _Way:
    """How far a song came, in all lives of the process and in this one."""

    furthest: int = 0
    bars: int | None = None
    """None where it has not begun."""
    deaths: int = 0

    def died(self) -> int:
        """The process died: how often it did so since the song came further."""
        if self.bars is not None:
            self.deaths = 0 if self.bars > self.furthest else self.deaths + 1
            self.furthest = max(self.furthest, self.bars)
        self.bars = None
        return self.deaths


@dataclass
class _Calls:
    """What was asked of the process and not answered yet."""

    waiting: dict[int, Future[Any]] = field(default_factory=dict)
    number: int = 0


class Players:
    """The processes that compose. Safe to be asked from any thread."""

    def __init__(self, listener: Listener, *, processes: int = 1) -> None:
        self._all = [Player(listener) for _ in range(processes)]
        self._where: dict[UUID, Player] = {}

    @property
    def version(self) -> str | None:
        """Of the model, once it can be composed with."""
        return self._all[0].version

    def open(self) -> None:
        for player in self._all:
            player.open()

    def close(self) -> None:
        """End the processes; what they were composing is not finished."""
        for player in self._all:
            player.close()

    def begin(self, key: UUID, song: Begin) -> None:
        """Compose a song."""
        self._where = {key: each for key, each in self._where.items() if each.has(key)}
        self._where[key] = min(self._all, key=len)
        self._where[key].begin(key, song)

    def drop(self, key: UUID) -> None:
        """Compose it no more."""
        self._of(key).drop(key)

    def change(self, key: UUID, settings: dict[str, Value]) -> Future[Recipe]:
        """Change settings of a song from now on: its recipe with the change in it."""
        return self._of(key).ask("change", key, settings)

    def stop(self, key: UUID) -> Future[Recipe]:
        """End a song without end: its recipe, which tells how long it is now."""
        return self._of(key).ask("stop", key)

    def revise(self, key: UUID, recipe: Recipe, *, endless: bool) -> None:
        """Remember what a song has become, in case that it has to be begun again."""
        self._of(key).revise(key, recipe, endless=endless)

    def _of(self, key: UUID) -> Player:
        return self._where.get(key, self._all[0])


class Player:
    """One of the processes."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._songs: dict[UUID, Begin] = {}
        self._ways: dict[UUID, _Way] = {}
        self._calls = _Calls()
        self._lock = Lock()
        self._pipe: Connection[Any, Any] | None = None
        self._closing = False
        self.version: str | None = None
        """Of the model, once the process is ready."""

    def __len__(self) -> int:
        return len(self._songs)

    def has(self, key: UUID) -> bool:
        return key in self._songs

    def open(self) -> None:
        self._start()
        self._reader = Thread(target=self._listen, name="players", daemon=True)
        self._reader.start()

    def close(self) -> None:
        """End the process; what it was composing is not finished."""
        with self._lock:
            self._closing = True
            self._process.kill()
        self._reader.join()

    def begin(self, key: UUID, song: Begin) -> None:
        """Compose a song."""
        with self._lock:
            self._songs[key], self._ways[key] = song, _Way()
            self._send("begin", key, song)

    def drop(self, key: UUID) -> None:
        """Compose it no more."""
        with self._lock:
            if self._songs.pop(key, None):
                del self._ways[key]
                self._send("drop", key)

    def ask(self, kind: str, key: UUID, *more: Any) -> Future[Recipe]:
        """What becomes of a song's recipe."""
        answer: Future[Recipe] = Future()
        with self._lock:
            self._calls.number += 1
            self._calls.waiting[self._calls.number] = answer
            self._send(kind, key, self._calls.number, *more)
        return answer

    def revise(self, key: UUID, recipe: Recipe, *, endless: bool) -> None:
        """Remember what a song has become, in case that it has to be begun again."""
        with self._lock:
            if key in self._songs:
                song = self._songs[key]
                self._songs[key] = replace(song, recipe=recipe, endless=endless)

    def _send(self, *message: Any) -> None:
        with suppress(OSError):  # it died: `_listen` begins again with all that is remembered
            assert self._pipe is not None
            self._pipe.send(message)

    def _start(self) -> None:
        ours, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(
            target=scenes.work, args=(theirs,), name="composer", daemon=True
        )
        self._process.start()
        theirs.close()
        self._pipe = ours

    def _listen(self) -> None:
        while True:
            assert self._pipe is not None
            try:
                kind, *message = self._pipe.recv()
            except (EOFError, OSError):
                if not self._again():
                    return
            else:
                self._hear(kind, *message)

    def _hear(self, kind: str, *message: Any) -> None:
        if kind == "model":
            [self.version] = message
            return
        if kind == "answer":
            number, result = message
            answer = self._calls.waiting.pop(number, None)
            if answer and isinstance(result, Exception):
                answer.set_exception(result)
            elif answer:
                answer.set_result(result)
            return
        key, *told = message
        with self._lock:
            if kind != "composed":
                self._songs.pop(key, None)
                self._ways.pop(key, None)
            elif way := self._ways.get(key):
                way.bars = told[0].done
        getattr(self._listener, kind)(key, *told)

    def _again(self) -> bool:
        """Begin again with a new process, unless we close; songs that may have killed it fail."""
        with self._lock:
            if self._closing:
                return False
            self._process.join()
            _LOG.error("The composing process died with code %s.", self._process.exitcode)
            lost = [key for key, way in self._ways.items() if way.died() >= MOST_DEATHS]
            for key in lost:
                del self._songs[key], self._ways[key]
            unanswered, self._calls.waiting = self._calls.waiting, {}
            self.version = None
            self._start()
            for key, song in self._songs.items():
                self._send("begin", key, song)
        for answer in unanswered.values():
            answer.set_exception(Busy("The composer has just begun anew: try again."))
        for key in lost:
            self._listener.failed(key, "Composing this song failed again and again: try another.")
        return True
