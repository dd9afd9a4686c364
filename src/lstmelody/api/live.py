"""What is heard of a song while it is composed: kept from its beginning, for all who listen.

Told from any thread, listened to by coroutines. Knows events and who waits for them. Does not know
HTTP, nor where notes come from.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from threading import Lock
from time import monotonic
from typing import NamedTuple

import numpy as np

from lstmelody import instruments, performing
from lstmelody.api.scenes import Bars
from lstmelody.instruments import Mix
from lstmelody.music import STEPS_PER_BEAT, Note, Role, Song
from lstmelody.performing import HeardNote
from lstmelody.recipe import Recipe

CHUNK_BARS = 16
"""Bars of a song that is composed already are told so many at a time."""
QUIET_SECONDS = 15.0
"""After so long without news a listener is told that there is none, which keeps the line open."""


Performer = Callable[[Song], list[HeardNote]]
"""Plays the notes that there are of a song."""


class Event(NamedTuple):
    """One thing that is told."""

    kind: str
    """`frame`, `bars`, `changed`, and one that ends it: `ready`, `failed` or `gone`."""
    data: str
    """JSON."""
    bars_done: int | None = None
    """How many bars are told with this one; what a listener who comes back says it has."""
    performed: str = ""
    """The same, its notes as they are heard, where that is not as they were composed."""


CLOSING = Event("closing", "")
"""The service ends, and the song goes on when it begins again: to those who listen it is no news,
but their stream ends."""
GONE = Event("gone", "{}")
"""The song was deleted."""
ENDS = {"ready", "failed", "gone", "closing"}
QUIET = Event("quiet", "")


class Live:
    """A song that is being composed."""

    def __init__(
        self,
        frame: Song,
        bars_total: int | None,
        mix: Mapping[Role, Mix] | None = None,
        performer: Performer | None = None,
    ) -> None:
        """`mix` is how the roles sound, where that is not as `frame` has its programs; whom
        `performer` is None plays as it is written."""
        self.bars_done, self.bars_total = 0, bars_total
        self._song = frame
        self._mix, self._performer = mix, performer
        self._frame = framed(frame, bars_total, mix)
        self._events = [self._frame]
        self._lock, self.changing = Lock(), Lock()
        """The second is for who changes the song, so that changes are told in their order."""
        self._waiting: set[Callable[[], object]] = set()
        self.listeners = 0
        self.heard_at = monotonic()
        """When somebody listened to it last, as far as anyone looked."""

    def tell_bars(self, bars: Bars) -> None:
        """What was told before is not told again."""
        if bars.done > self.bars_done:
            begins = self.bars_done * self._song.meter.bar_steps
            new = [note for note in bars.notes if note.onset >= begins]
            (_, bpm), *tempos = bars.tempos
            rows = np.array(new, np.int32).reshape(-1, len(Note._fields))
            song = replace(self._song, notes=rows, bpm=bpm, tempos=tuple(tempos))
            self.bars_done, self.bars_total = bars.done, bars.total
            self.tell(barred(song, bars.done, bars.total, self._performer))

    def tell_changed(self, frame: Song, bars_total: int | None) -> None:
        """A setting is another; and what holds for all of the song, if that is."""
        self.bars_total = bars_total
        self.tell(Event("changed", ""))
        if (now := framed(frame, bars_total, self._mix)) != self._frame:
            self._frame = now
            self.tell(now)

    def tell(self, event: Event) -> None:
        with self._lock:
            self._events.append(event)
            waiting, self._waiting = self._waiting, set()
        for wake in waiting:
            wake()

    async def listen(self, bars_heard: int = 0) -> AsyncIterator[Event]:
        """All events, but for bars that were heard already, to the one that ends the song."""
        place = 0
        self.listeners += 1
        try:
            while True:
                if place == len(self._events) and not await self._news(place):
                    yield QUIET
                    continue
                event = self._events[place]
                place += 1
                if event.bars_done is None or event.bars_done > bars_heard:
                    yield event
                if event.kind in ENDS:
                    return
        finally:
            self.listeners -= 1

    async def _news(self, place: int) -> bool:
        """Wait for more than so many events, a while; whether there are."""
        loop, news = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> object:
            return loop.call_soon_threadsafe(news.set)

        with self._lock:
            if len(self._events) > place:
                return True
            self._waiting.add(wake)
        try:
            await asyncio.wait_for(news.wait(), QUIET_SECONDS)
        except TimeoutError:
            return False
        finally:
            with self._lock:
                self._waiting.discard(wake)
        return True


async def told(
    song: Song,
    ready: str,
    bars_heard: int = 0,
    *,
    mix: Mapping[Role, Mix] | None = None,
    performer: Performer | None = None,
) -> AsyncIterator[Event]:
    """A song that is composed, as if it had been listened to; `ready` is what ends it."""
    yield framed(song, song.bars, mix)
    bar = song.notes[:, 0] // song.meter.bar_steps
    for first in range(0, song.bars, CHUNK_BARS):
        last = min(first + CHUNK_BARS, song.bars)
        if last > bars_heard:
            rows = song.notes[(bar >= max(first, bars_heard)) & (bar < last)]
            yield barred(replace(song, notes=rows), last, song.bars, performer)
    yield Event("ready", ready)


def framed(song: Song, bars_total: int | None, mix: Mapping[Role, Mix] | None = None) -> Event:
    """What holds for all of a song, before its first note, or as far as is known by now."""
    mix = mix or instruments.mix(song.programs)
    frame = {
        "bars_total": bars_total,
        "bpm": song.bpm,
        "tempos": song.all_tempos,
        "meter": str(song.meter),
        "bar_steps": song.meter.bar_steps,
        "steps_per_beat": STEPS_PER_BEAT,
        "programs": {role.word: program for role, program in song.programs.items()},
        "mix": {role.word: each._asdict() for role, each in mix.items()},
    }
    return Event("frame", json.dumps(frame))


def barred(
    song: Song, bars_done: int, bars_total: int | None, performer: Performer | None = None
) -> Event:
    """The notes that there are of a song, of bars up to these."""

    def told(notes: Sequence[Sequence[float]]) -> str:
        bars = {"bars_done": bars_done, "bars_total": bars_total, "notes": notes}
        return json.dumps(bars, separators=(",", ":"))

    performed = told(performer(song)) if performer else ""
    return Event("bars", told(song.notes.tolist()), bars_done, performed)


def performer_of(recipe: Recipe) -> Performer | None:
    """Who plays a song as its recipe has it heard; None where that is as it was composed."""
    if not recipe.swing and not recipe.humanise:
        return None
    return partial(performing.heard, swing=recipe.swing, humanise=recipe.humanise, seed=recipe.seed)
