"""What came next some bars ago, told three ways: all at once, one by one, and by definition."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody.events import REST, encode, times
from lstmelody.lookback import (
    FAR,
    LAGS,
    LINE,
    NONE,
    SELF,
    look_again,
    look_along,
    look_back,
)
from lstmelody.music import METERS, Meter, Note, Role, Song

quick = settings(max_examples=40, deadline=None, derandomize=True)
repeating = st.builds(
    lambda number, meter, share: build.worn(
        build.invented(number, bars=5, meter=meter), random.Random(number), share
    ),
    st.integers(0, 99),
    st.sampled_from(METERS),
    st.sampled_from([0.1, 0.5, 0.95]),
)
any_song = st.one_of(build.songs(most_notes=40), repeating)

Place = tuple[int, int, int]


def places_of(song: Song) -> list[Place]:
    """Where each event stands: time, role, pitch; a rest stands before every role."""
    written = encode(song)
    at = times(written, song.meter).tolist()
    return [
        (time, -1 if role == REST else role, pitch)
        for time, (_, role, pitch, _, _) in zip(at, written.tolist(), strict=True)
    ]


def came_next(places: list[Place], event: int, moved: int) -> tuple[int, int, int]:
    """By definition: the first event after the place that lies so many steps before this event."""
    time, role, pitch = places[event]
    then = (time - moved, role, pitch)
    if time < moved:
        return (0, NONE, 0)
    after = next(number for number, place in enumerate(places) if place > then)
    gap = SELF if after == event else min(places[after][0] - then[0], FAR)
    return (after, gap, int(then in places))


def played_then(places: list[Place], event: int, moved: int) -> int | None:
    """By definition: what the role played that many steps ago, above the pitch just heard."""
    time, role, _ = places[event]
    lowest = 0
    if event and places[event - 1][:2] == (time, role):
        lowest = places[event - 1][2] + 1
    return next(
        (
            number
            for number, place in enumerate(places)
            if place[:2] == (time - moved, role) and place[2] >= lowest
        ),
        None,
    )


@quick
@given(any_song)
def test_looking_back_finds_what_the_definition_says(song):
    found, places = look_back(encode(song), song.meter), places_of(song)
    for event in range(len(places)):
        said = list(zip(*(each[event].tolist() for each in found), strict=True))
        assert said == [came_next(places, event, lag * song.meter.bar_steps) for lag in LAGS]


@quick
@given(any_song)
def test_looking_back_never_finds_a_later_event(song):
    found = look_back(encode(song), song.meter)
    own = np.arange(len(encode(song)))[:, None]
    assert (found.event <= own).all()
    assert ((found.gap == SELF) == (found.event == own) & (found.gap != NONE)).all()


@quick
@given(any_song)
def test_looking_again_finds_what_the_definition_says(song):
    written, places = encode(song), places_of(song)
    there, found = look_again(written, song.meter)
    for event, role in enumerate(written[:, 1]):
        said = [
            number if yes else None for yes, number in zip(there[event], found[event], strict=True)
        ]
        wanted = [played_then(places, event, lag * song.meter.bar_steps) for lag in LAGS]
        assert said == (wanted if role < REST else [None] * len(LAGS))


@quick
@given(any_song)
def test_looking_along_finds_the_last_notes_of_the_same_role(song):
    written = encode(song)
    there, found = look_along(written)
    for event, role in enumerate(written[:, 1].tolist()):
        own = [at for at in range(event) if written[at, 1] == role < REST]
        assert found[event][there[event] > 0].tolist() == own[::-1][:LINE]
        assert not found[event][there[event] == 0].any()


@pytest.mark.parametrize("meter", METERS, ids=str)
def test_a_bar_that_repeats_is_found_a_bar_back(meter: Meter):
    song = build.beat(bars=4, meter=meter)
    found = look_back(encode(song), meter)
    in_a_bar = len(song) // 4
    assert (found.gap[:in_a_bar] == NONE).all()
    repeats = slice(in_a_bar, 4 * in_a_bar - 1)
    assert (found.exact[repeats, 0] == 1).all()
    assert (found.event[repeats, 0] == np.arange(4 * in_a_bar)[repeats] - in_a_bar + 1).all()


def test_a_chord_is_read_upwards_from_the_bar_before():
    bars = [Note(48 * bar, Role.CHORDS, pitch, 48, 70) for bar in (0, 1) for pitch in (60, 64, 67)]
    there, found = look_again(encode(build.song(*bars)), METERS[0])
    assert there[3:6, 0].tolist() == [1, 1, 1]
    assert found[3:6, 0].tolist() == [0, 1, 2]


def test_after_a_long_silence_the_next_event_is_far_or_itself():
    song = build.song(Note(0, Role.LEAD, 60, 12, 84), Note(47 * 48, Role.LEAD, 62, 12, 84))
    found = look_back(encode(song), song.meter)
    *_, last, _ = found.gap.tolist()
    assert set(last) <= {*range(FAR + 1), SELF}
