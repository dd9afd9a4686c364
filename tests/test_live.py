"""Who listens to a song hears all of it, whenever they come, and each bar once."""

import asyncio
import json
from dataclasses import replace
from functools import partial
from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody import performing
from lstmelody.api import live as lives
from lstmelody.api.live import Event, Live, performer_of, told
from lstmelody.api.scenes import Bars
from lstmelody.music import notes_of, paced
from lstmelody.recipe import Recipe

SONG = build.invented(1, 20)
NOTES = notes_of(SONG)
FRAME = build.song(bars=20, bpm=SONG.bpm)


def upto(first: int, last: int, song=SONG):
    bar = song.meter.bar_steps
    return [note for note in notes_of(song) if first * bar <= note.onset < last * bar]


def bars(first: int, last: int, song=SONG) -> Bars:
    return Bars(upto(first, last, song), last, song.bars, song.all_tempos)


def heard(events: list[Event]):
    """The notes of all events of bars."""
    return [tuple(n) for e in events if e.kind == "bars" for n in json.loads(e.data)["notes"]]


def performed(events: list[Event]):
    """The same as they are heard."""
    return [tuple(n) for e in events if e.kind == "bars" for n in json.loads(e.performed)["notes"]]


async def listened(live: Live, bars_heard: int = 0) -> list[Event]:
    return [event async for event in live.listen(bars_heard)]


def test_who_listens_from_the_beginning_late_or_again_hears_the_song():
    async def run():
        live = Live(FRAME, 20)
        early = asyncio.create_task(listened(live))
        await asyncio.sleep(0)
        live.tell_bars(bars(0, 3))
        live.tell_bars(bars(3, 9))
        late = asyncio.create_task(listened(live))
        again = asyncio.create_task(listened(live, bars_heard=9))
        await asyncio.sleep(0.01)
        Thread(target=live.tell_bars, args=(bars(9, 20),)).start()
        await asyncio.sleep(0.05)
        live.tell(Event("ready", "{}"))
        return await asyncio.gather(early, late, again)

    early, late, again = asyncio.run(run())
    assert heard(early) == heard(late) == [tuple(note) for note in NOTES]
    assert heard(again) == [tuple(note) for note in upto(9, 20)]
    assert [event.kind for event in early] == ["frame", "bars", "bars", "bars", "ready"]
    assert [event.bars_done for event in early] == [None, 3, 9, 20, None]


def test_who_listens_is_told_when_the_song_gets_another_tempo_or_end():
    live = Live(FRAME, 20)
    slower = replace(FRAME, tempos=((480, 60.0),))
    live.tell_changed(FRAME, 20)
    live.tell_changed(slower, 20)
    live.tell_changed(slower, 20)
    live.tell_changed(slower, 24)
    live.tell(Event("gone", "{}"))
    events = asyncio.run(listened(live))
    kinds = ["frame", "changed", "changed", "frame", "changed", "changed", "frame", "gone"]
    assert [event.kind for event in events] == kinds
    frames = [json.loads(event.data) for event in events if event.kind == "frame"]
    both = [[0, FRAME.bpm], [480, 60]]
    assert [frame["tempos"] for frame in frames] == [both[:1], both, both]
    assert [frame["bars_total"] for frame in frames] == [20, 20, 24]


def test_what_is_composed_again_is_not_told_again():
    live = Live(FRAME, 20)
    live.tell_bars(bars(0, 5))
    live.tell_bars(bars(0, 4))
    live.tell_bars(bars(4, 8))
    live.tell_bars(bars(8, 20))
    live.tell(Event("ready", "{}"))
    assert heard(asyncio.run(listened(live))) == [tuple(note) for note in NOTES]


def test_a_quiet_line_is_kept_open_and_nobody_is_left_waiting(monkeypatch):
    monkeypatch.setattr(lives, "QUIET_SECONDS", 0.02)

    async def run():
        live = Live(FRAME, 20)
        listening = live.listen()
        kinds = [(await anext(listening)).kind for _ in range(3)]
        assert live.listeners == 1
        await listening.aclose()
        return live, kinds

    live, kinds = asyncio.run(run())
    assert kinds == ["frame", "quiet", "quiet"]
    assert live.listeners == 0
    live.tell(Event("ready", "{}"))


@pytest.mark.parametrize("bars_heard", [0, 7, 16, 20])
def test_a_song_that_is_composed_is_told_as_if_it_were_live(bars_heard):
    async def run():
        return [event async for event in told(SONG, '{"id": 1}', bars_heard)]

    events = asyncio.run(run())
    assert heard(events) == [tuple(note) for note in upto(bars_heard, 20)]
    assert events[-1] == Event("ready", '{"id": 1}')
    frame = json.loads(events[0].data)
    assert (frame["bpm"], frame["meter"], frame["bars_total"]) == (SONG.bpm, "4/4", 20)
    assert np.array_equal(sorted(frame["programs"]), ["bass", "chords", "drums", "lead"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(build.songs(40), st.floats(0, 1), st.floats(0, 1), st.data())
def test_what_is_performed_while_a_song_is_composed_is_what_is_heard_of_it_later(
    song, swing, humanise, data
):
    """However its bars come, though it goes at another tempo on the way, and where a line breaks
    and another process composes the song again."""
    whole = paced(paced(song, 60, 77.5), 171, 203.0)
    performer = partial(performing.heard, swing=swing, humanise=humanise, seed=4)
    cuts = st.sets(st.integers(0, song.bars)).map(lambda cuts: sorted(cuts | {0, song.bars}))
    ways = data.draw(cuts), data.draw(cuts)
    break_at = data.draw(st.sampled_from([0, *ways[0]]))

    async def listening(way: list[int], bars_heard: int) -> list[Event]:
        live = Live(song, song.bars, None, performer)
        for first, last in zip(way, way[1:], strict=False):
            tempos = [each for each in whole.all_tempos if each[0] < last * song.meter.bar_steps]
            live.tell_bars(bars(first, last, whole)._replace(tempos=tuple(tempos)))
        live.tell(Event("ready", "{}"))
        return await listened(live, bars_heard)

    async def ready() -> list[Event]:
        return [event async for event in told(whole, "{}", break_at, performer=performer)]

    def goes_on(events: list[Event]) -> list[tuple]:
        """As the page takes it: what begins before the break was heard."""
        return [note for note in performed(events) if note[0] >= break_at * song.meter.bar_steps]

    later = performer(whole)
    assert performed(asyncio.run(listening(ways[0], 0))) == later
    rest = [note for note in later if note[0] >= break_at * song.meter.bar_steps]
    assert goes_on(asyncio.run(listening(ways[0], break_at))) == rest
    assert goes_on(asyncio.run(listening(ways[1], break_at))) == rest
    assert performed(asyncio.run(ready())) == rest


def test_a_song_is_performed_once_for_all_who_listen_and_not_if_it_is_played_as_written():
    calls = []
    live = Live(FRAME, 20, None, lambda song: calls.append(song.tempos) or [(0.5, 1, 40, 2.5, 9)])
    live.tell_bars(bars(0, 9))
    live.tell(Event("ready", "{}"))
    for _ in range(3):
        assert performed(asyncio.run(listened(live))) == [(0.5, 1, 40, 2.5, 9)]
    assert len(calls) == 1
    assert performer_of(Recipe()) is None
    assert performer_of(Recipe(humanise=0.1)) is not None
