"""Composes songs on threads of its own, beside the requests.

Knows queues, stopping and what to do when composing fails. Does not know HTTP.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Event
from uuid import UUID

from lstmelody import composing
from lstmelody.api import composer
from lstmelody.api.composer import Composer
from lstmelody.api.titles import title_for
from lstmelody.errors import Busy, LSTMelodyError, NotFound
from lstmelody.filing import file_of
from lstmelody.library import Library, StoredSong
from lstmelody.recipe import Recipe

MOST_WAITING = 100
"""Songs asked for and not ready yet; a person waits minutes for the last of them."""


class Stopped(Exception):
    """The workshop closes; the song is composed again when it next opens."""


class Workshop:
    """The threads that compose, from opening to closing."""

    def __init__(self, library: Library, composer: Composer, *, threads: int) -> None:
        self._library, self._composer = library, composer
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="composer")
        self._waiting: set[UUID] = set()
        self._closing = Event()

    def open(self) -> None:
        """Loads the model, and takes up the songs that were unfinished when the last run ended."""
        self._pool.submit(self._composer.version)
        for song in self._library.unfinished():
            self._submit(song)

    def close(self) -> None:
        """Stops at the next bar. What is unfinished stays so in the library."""
        self._closing.set()
        self._pool.shutdown(cancel_futures=True)

    def begin(self, recipe: Recipe) -> StoredSong:
        """A song that will be composed as soon as there is a thread for it."""
        prompt = composer.prompt_of(recipe, self._library)
        bars = composing.begun(recipe, prompt).bars
        if len(self._waiting) >= MOST_WAITING:
            raise Busy(f"{MOST_WAITING} songs are being composed: wait until some are ready.")
        title = title_for(recipe.seed, composer.style_of(recipe))
        song = self._library.begin(recipe, title=title, bars=bars)
        self._submit(song)
        return song

    def _submit(self, song: StoredSong) -> None:
        self._waiting.add(song.id)
        self._pool.submit(self._work, song).add_done_callback(partial(self._settle, song.id))

    def _work(self, song: StoredSong) -> None:
        advance = partial(self._advance, song.id)
        try:
            advance(0, song.bars_total)
            prompt = composer.prompt_of(song.recipe, self._library)
            composed = self._composer.compose(song.recipe, prompt, advance)
            model = self._composer.version()
            own = composer.upload_of(song.recipe, self._library)
            data = file_of(song.recipe, composed, own, title=song.title, model=model)
            self._library.finish(song.id, composed, data, model=model)
        except (NotFound, Stopped):  # NotFound: the song was deleted meanwhile
            return
        except LSTMelodyError as problem:
            self._library.fail(song.id, str(problem))

    def _advance(self, song_id: UUID, bars_done: int, bars_total: int) -> None:
        if self._closing.is_set():
            raise Stopped
        self._library.advance(song_id, bars_done, bars_total)

    def _settle(self, song_id: UUID, future: Future[None]) -> None:
        self._waiting.discard(song_id)
        if not future.cancelled() and (problem := future.exception()):
            logging.getLogger(__name__).error("Song %s failed", song_id, exc_info=problem)
            self._library.fail(song_id, "Something went wrong here; the server's log says what.")
