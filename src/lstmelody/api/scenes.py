"""What a process that composes does: a stage, what it is asked, and what it tells.

Knows the pipe to the service. Does not know that there are others like it, or what becomes of
songs.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import Thread
from time import sleep
from typing import Any, NamedTuple
from uuid import UUID

from lstmelody.asked import Delivered
from lstmelody.changes import Value
from lstmelody.errors import LSTMelodyError
from lstmelody.music import Note, Role, Song, Tempo
from lstmelody.recipe import Recipe

PAUSE_SECONDS = 0.02
"""Between two looks at songs without end that are far enough ahead."""
FEW, MANY = 8, 32
"""Events of each song that are composed at a time: few while other songs wait to begin."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Begin:
    """A song to compose."""

    recipe: Recipe
    start: bytes | None
    """The MIDI file it starts from, where that is somebody's own."""
    title: str
    endless: bool = False


class Bars(NamedTuple):
    """Bars of a song that are composed."""

    notes: list[Note]
    done: int
    """How many there are by now."""
    total: int | None
    """How many there will be; None for a song without end."""
    tempos: tuple[Tempo, ...]
    """All of the song that are known by now, among them those of these bars."""


class Ready(NamedTuple):
    """A song that is composed, and its file."""

    recipe: Recipe
    song: Song
    delivered: dict[Role, Delivered]
    data: bytes
    model: str


def work(pipe: Connection[Any, Any]) -> None:
    """Compose for as long as somebody holds the other end of the pipe."""
    import signal

    from lstmelody import composing
    from lstmelody.engine import Engine

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the service, which then ends us
    engine = Engine.release()
    if not composing.is_ready():
        composing.make_ready(engine)
    scene = Scene(engine, pipe)
    Thread(target=scene.run, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            scene.asked.put(pipe.recv())


class Scene:
    """A stage, and the thread that works on it."""

    def __init__(self, engine: Any, pipe: Connection[Any, Any]) -> None:
        from lstmelody.stage import Stage

        self._stage, self._pipe, self._engine = Stage(engine), pipe, engine
        self._songs: dict[UUID, Begin] = {}
        self.asked: SimpleQueue[tuple[Any, ...]] = SimpleQueue()

    def run(self) -> None:
        """Compose for ever; what goes wrong ends the process, and another begins again."""
        try:
            self._run()
        except BaseException:
            _LOG.exception("Composing failed")
            os._exit(1)

    def _tell(self, *message: Any) -> None:
        with suppress(OSError):
            self._pipe.send(message)

    def _run(self) -> None:
        self._tell("model", self._engine.version)
        while True:
            self._answer(block=not len(self._stage))
            if self._stage.is_waiting:
                sleep(PAUSE_SECONDS)
                continue
            for heard in self._stage.play(FEW if self.asked.qsize() else MANY):
                if heard.finished:
                    self._finish(heard)
                else:
                    self._tell("composed", heard.key, _bars(heard))

    def _answer(self, *, block: bool) -> None:
        """Do what was asked, but begin one song only, so that those before it are heard at once."""
        kind = ""
        with suppress(Empty):
            while kind != "begin":
                kind, key, *more = self.asked.get(block)
                getattr(self, f"_{kind}")(key, *more)
                block = False

    def _begin(self, key: UUID, song: Begin) -> None:
        from lstmelody import composing, starters

        try:
            recipe, own = song.recipe, song.start
            start = starters.find(recipe.start) if own is None else composing.start_from(own)
            self._stage.begin(key, recipe, start, endless=song.endless)
            self._songs[key] = song
        except LSTMelodyError as problem:
            self._tell("failed", key, str(problem))

    def _drop(self, key: UUID) -> None:
        self._stage.drop(key)
        self._songs.pop(key, None)

    def _change(self, key: UUID, number: int, settings: dict[str, Value]) -> None:
        self._answered(number, lambda: self._stage.change(key, settings))

    def _stop(self, key: UUID, number: int) -> None:
        self._answered(number, lambda: self._stage.stop(key))

    def _answered(self, number: int, ask: Any) -> None:
        try:
            self._tell("answer", number, ask())
        except LSTMelodyError as problem:
            self._tell("answer", number, problem)

    def _finish(self, heard: Any) -> None:
        """Tell of a song that is composed, and write its file."""
        from lstmelody.filing import file_of

        song, model = self._songs.pop(heard.key), self._engine.version
        recipe, whole, delivered = heard.finished
        self._tell("composed", heard.key, _bars(heard))
        try:
            data = file_of(recipe, whole, song.start, title=song.title, model=model)
        except LSTMelodyError as problem:
            self._tell("failed", heard.key, str(problem))
        else:
            self._tell("ready", heard.key, Ready(recipe, whole, delivered, data, model))


def _bars(heard: Any) -> Bars:
    return Bars(heard.notes, heard.bars_done, heard.bars_total, heard.tempos)
