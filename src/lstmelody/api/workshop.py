"""Songs from being asked for to being in the library, and what is heard of them meanwhile.

Knows the library, the process that composes, and who listens. Does not know HTTP.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

from lstmelody import composing, filing, starters
from lstmelody.api.live import CLOSING, GONE, Event, Live, performer_of
from lstmelody.api.players import Players
from lstmelody.api.scenes import Bars, Begin, Ready
from lstmelody.api.telemetry import Telemetry
from lstmelody.api.titles import style_of, title_for
from lstmelody.changes import Value
from lstmelody.errors import Busy, Conflict, LSTMelodyError, NotFound
from lstmelody.library import UPLOADED, Library, Status, StoredSong
from lstmelody.music import Song
from lstmelody.recipe import RANGES, Recipe

MOST_AT_ONCE = 64
"""Songs that are composed or wait for it; on two cores that is a quarter of a minute."""
MOST_ENDLESS = 8
SAVED_BARS = 8
"""How far a song without end has come is stored whenever it has so many more bars."""
ALONE_SECONDS = 60.0
"""A song without end to which nobody listened for so long is stopped, and kept."""
ANSWER_SECONDS = 10.0
PlayersOf = Callable[..., Players]
"""Who composes, given who is told of it; `processes` say in how many."""
ENDLESS = 0
"""Bars in the library of a song without end."""

_LOG = logging.getLogger(__name__)


class Workshop:
    """Everything that is being composed, from opening to closing."""

    def __init__(
        self, library: Library, *, players: PlayersOf = Players, telemetry: Telemetry | None = None
    ) -> None:
        self._library = library
        self._telemetry = telemetry or Telemetry()
        self.players = players(self)
        self._live: dict[UUID, Live] = {}
        self.revision = 0
        """Another number whenever a song is further."""
        self._lock = Lock()
        self._start_of = lru_cache(maxsize=32)(self._read_start)

    def open(self) -> None:
        """Takes up the songs that were unfinished when the last run ended."""
        self.players.open()
        for song in self._library.unfinished():
            try:
                self._resume(song)
            except LSTMelodyError as problem:
                self._library.fail(song.id, str(problem))

    def hush(self) -> None:
        """Ends what is heard of songs, for the service is about to end."""
        for live in [*self._live.values()]:
            live.tell(CLOSING)

    def close(self) -> None:
        """Stops at once. What is unfinished stays so in the library."""
        self.players.close()

    def begin(
        self,
        recipe: Recipe,
        *,
        endless: bool = False,
        parent: UUID | None = None,
        verb: str | None = None,
        title: str | None = None,
    ) -> StoredSong:
        """A song that is composed as soon as there is room for it."""
        frame = self._begun(recipe, endless=endless)
        with self._lock:
            self._need_room(endless)
            song = self._library.begin(
                recipe,
                title=title or title_for(recipe, frame),
                bars=ENDLESS if endless else frame.bars,
                style=style_of(recipe),
                parent=parent,
                verb=verb,
            )
            self._submit(song, recipe, frame, endless=endless)
        return song

    def start_of(self, name: str) -> Song:
        """What a recipe starts from, as it names it; `BadRecipe` where there is no such thing."""
        return self._start_of(name)

    def live(self, song_id: UUID) -> Live | None:
        """What is heard of a song that is being composed."""
        return self._live.get(song_id)

    def as_it_is(self, song: StoredSong) -> StoredSong:
        """The song with as many bars as there are by now."""
        live = self._live.get(song.id)
        if live is None or song.status != Status.COMPOSING:
            return song
        return replace(song, bars_done=live.bars_done, bars_total=live.bars_total or ENDLESS)

    def change(self, song_id: UUID, settings: dict[str, Value]) -> StoredSong:
        """Changes a song while it is composed; stored before it is said to be done."""
        live = self._playing(song_id)
        with live.changing:
            recipe = self._answer(self.players.change(song_id, settings))
            return self._revised(song_id, recipe, live, endless=live.bars_total is None)

    def stop(self, song_id: UUID) -> StoredSong:
        """Ends a song without end, and keeps what was played of it."""
        live = self._playing(song_id)
        with live.changing:
            if live.bars_total is not None:
                raise Conflict("This song ends by itself: delete it if you don't want it.")
            recipe = self._answer(self.players.stop(song_id))
            return self._revised(song_id, recipe, live, endless=False)

    def delete(self, song_id: UUID) -> None:
        """Deletes a song, also while it is being composed."""
        self._library.delete(song_id)
        self.players.drop(song_id)
        self._end(song_id, GONE)

    def restore(self, song_id: UUID) -> StoredSong:
        """Takes a song back that was deleted; what was not composed of it is."""
        song = self._library.restore(song_id)
        if song.status == Status.COMPOSING and song_id not in self._live:
            self._resume(song)
        return song

    # What the players tell

    def composed(self, key: UUID, bars: Bars) -> None:
        live = self._live.get(key)
        if live is None:
            return
        before = live.bars_done
        self.revision += 1
        live.tell_bars(bars)
        if bars.total is None:
            self._look_after(key, live, before)

    def ready(self, key: UUID, ready: Ready) -> None:
        def keep() -> None:
            if ready.recipe != self._library.find(key).recipe:
                self._library.revise(key, ready.recipe, ready.song.bars)
            delivered = {role.word: each._asdict() for role, each in ready.delivered.items()}
            self._library.finish(
                key, ready.song, ready.data, model=ready.model, delivered=delivered
            )
            self._telemetry.songs_composed.labels("ready").inc()
            self._telemetry.notes_composed.inc(len(ready.song))
            self._end(key, Event("ready", ""))

        self._settled(key, keep)

    def failed(self, key: UUID, sentence: str) -> None:
        def keep() -> None:
            self._library.fail(key, sentence)
            self._telemetry.songs_composed.labels("failed").inc()
            self._end(key, Event("failed", ""))

        self._settled(key, keep)

    def _settled(self, key: UUID, keep: Callable[[], None]) -> None:
        """Store how a song ended; where it was deleted, or can't be stored, it ended so."""
        try:
            keep()
        except NotFound:
            self._end(key, GONE)
        except LSTMelodyError as problem:
            _LOG.error("Song %s can't be kept: %s", key, problem)
            self._give_up(key, str(problem))
        except Exception:
            _LOG.exception("Song %s can't be kept", key)
            self._give_up(key, "Something went wrong here; the server's log says what.")

    def _give_up(self, key: UUID, sentence: str) -> None:
        """Where not even that it failed can be stored, it is composed again at the next start."""
        with suppress(LSTMelodyError):
            self._library.fail(key, sentence)
        self._end(key, Event("failed", ""))

    # Within

    def _resume(self, song: StoredSong) -> None:
        """Compose an unfinished song again; of one without end as much as had been played."""
        recipe = song.recipe
        if song.bars_total == ENDLESS:
            recipe = replace(recipe, bars=max(int(RANGES["bars"][0]), song.bars_done), seconds=None)
            self._library.revise(song.id, recipe, recipe.bars or 0)
        frame = self._begun(recipe, endless=False)
        with self._lock:
            self._submit(song, recipe, frame, endless=False)

    def _submit(self, song: StoredSong, recipe: Recipe, frame: Song, *, endless: bool) -> None:
        own = upload_of(recipe, self._library)
        mix = filing.mix_of(recipe, frame, own)
        total = None if endless else frame.bars
        self._live[song.id] = Live(frame, total, mix, performer_of(recipe))
        self._telemetry.songs_composing.set(len(self._live))
        self.players.begin(song.id, Begin(recipe, own, song.title, endless))

    def _need_room(self, endless: bool) -> None:
        if len(self._live) >= MOST_AT_ONCE:
            raise Busy(f"{MOST_AT_ONCE} songs are being composed: wait until some are ready.")
        playing = sum(live.bars_total is None for live in self._live.values())
        if endless and playing >= MOST_ENDLESS:
            raise Busy(f"{MOST_ENDLESS} bands play on already: stop one of them first.")

    def _playing(self, song_id: UUID) -> Live:
        self._library.find(song_id)
        if (live := self._live.get(song_id)) is None:
            raise Conflict("This song is composed already: it can't be changed any more.")
        return live

    def _revised(self, song_id: UUID, recipe: Recipe, live: Live, *, endless: bool) -> StoredSong:
        frame = self._begun(recipe, endless=endless)
        bars = ENDLESS if endless else frame.bars
        try:
            self._library.revise(song_id, recipe, bars)
        except Conflict:
            if (ended := self._library.find(song_id)).recipe != recipe:
                raise
            return ended  # already, and as was asked
        self.players.revise(song_id, recipe, endless=endless)
        live.tell_changed(frame, bars or None)
        return self.as_it_is(self._library.find(song_id))

    def _begun(self, recipe: Recipe, *, endless: bool) -> Song:
        """A song of which nothing is composed yet."""
        begun = composing.begun_endless if endless else composing.begun
        return begun(recipe, self._start_of(recipe.start))

    def _answer(self, asked: Future[Any]) -> Recipe:
        try:
            recipe: Recipe = asked.result(ANSWER_SECONDS)
        except TimeoutError:
            raise Busy("The composer has too much to do right now: try again.") from None
        return recipe

    def _look_after(self, key: UUID, live: Live, before: int) -> None:
        """Store how far a song without end has come, and stop it when nobody listens."""
        if before // SAVED_BARS != live.bars_done // SAVED_BARS:
            try:
                self._library.advance(key, live.bars_done, ENDLESS)
            except NotFound:
                self.players.drop(key)
            except LSTMelodyError as problem:  # it is told again in a few bars
                _LOG.warning("How far song %s is can't be stored: %s", key, problem)
        if live.listeners:
            live.heard_at = monotonic()
        elif monotonic() - live.heard_at > ALONE_SECONDS:
            live.heard_at = monotonic()
            self.players.stop(key)

    def _end(self, key: UUID, event: Event) -> None:
        if live := self._live.pop(key, None):
            live.tell(event)
        self._telemetry.songs_composing.set(len(self._live))

    def _read_start(self, name: str) -> Song:
        if UPLOADED.fullmatch(name):
            return composing.start_from(self._library.upload(name))
        return starters.find(name)


def upload_of(recipe: Recipe, library: Library) -> bytes | None:
    """The MIDI file of somebody's own that a song starts from, if it does."""
    return library.upload(recipe.start) if UPLOADED.fullmatch(recipe.start) else None
