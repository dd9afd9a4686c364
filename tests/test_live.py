"""Who listens to a song hears all of it, whenever they come, and each bar once."""

import asyncio
import json
from dataclasses import replace
from threading import Thread

import numpy as np
import pytest

import build
from lstmelody.api import live as lives
from lstmelody.api.live import Event, Live, told
from lstmelody.music import notes_of

SONG = build.invented(1, 20)
NOTES = notes_of(SONG)
FRAME = build.song(bars=20, bpm=SONG.bpm)


def upto(first: int, last: int):
    return [note for note in NOTES if first * 48 <= note.onset < last * 48]


def heard(events: list[Event]):
    """The notes of all events of bars."""
    return [tuple(n) for e in events if e.kind == "bars" for n in json.loads(e.data)["notes"]]


async def listened(live: Live, bars_heard: int = 0) -> list[Event]:
    return [event async for event in live.listen(bars_heard)]


def test_who_listens_from_the_beginning_late_or_again_hears_the_song():
    async def run():
        live = Live(FRAME, 20)
        early = asyncio.create_task(listened(live))
        await asyncio.sleep(0)
        live.tell_bars(upto(0, 3), 3, 20)
        live.tell_bars(upto(3, 9), 9, 20)
        late = asyncio.create_task(listened(live))
        again = asyncio.create_task(listened(live, bars_heard=9))
        await asyncio.sleep(0.01)
        Thread(target=live.tell_bars, args=(upto(9, 20), 20, 20)).start()
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
    live.tell_bars(upto(0, 5), 5, 20)
    live.tell_bars(upto(0, 4), 4, 20)
    live.tell_bars(upto(4, 8), 8, 20)
    live.tell_bars(upto(8, 20), 20, 20)
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
