"""What the model is told of a song and of a place in it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody import conditions
from lstmelody.conditions import FRAME_CLASSES, OPEN, PLACE_CLASSES, frame_of, key_class
from lstmelody.events import encode, times
from lstmelody.music import METERS, Meter, Role, transposed, without

quick = settings(max_examples=40, deadline=None, derandomize=True)


@pytest.mark.parametrize("tonic", range(60, 72))
def test_a_scale_is_in_its_key(tonic):
    assert key_class(build.scale(tonic, build.MAJOR)) == 1 + tonic % 12
    assert key_class(build.scale(tonic, build.MINOR)) == 13 + tonic % 12


def test_drums_and_silence_have_no_key():
    assert key_class(build.beat()) == OPEN
    assert key_class(build.silence(bars=4)) == OPEN


@quick
@given(st.integers(0, 50), st.integers(-12, 12))
def test_a_key_moves_with_its_song(number, semitones):
    song = build.invented(number, bars=4)
    moved = conditions.transposed_key(key_class(song), semitones)
    assert moved == key_class(transposed(song, semitones))


@quick
@given(st.integers(0, 24), st.integers(-24, 24), st.integers(-24, 24))
def test_keys_move_in_circles_within_their_mode(key, first, second):
    move = conditions.transposed_key
    assert move(move(key, first), second) == move(key, first + second)
    assert move(key, 12) == key
    assert (move(key, first) - 1) // 12 == (key - 1) // 12


@pytest.mark.parametrize("classed", [conditions.left_class, conditions.tempo_class])
def test_classes_never_fall_as_the_number_grows(classed):
    classes = [classed(number) for number in range(1, 600)]
    assert classes == sorted(classes)
    assert classes[0] > OPEN


def test_the_last_bars_are_counted_one_by_one():
    assert [conditions.left_class(bars) for bars in range(1, 33)] == [*range(1, 33)]
    assert conditions.left_class(512) < PLACE_CLASSES.left


def test_density_grows_from_silence():
    densities = [0, 0.1, 0.5, 1, 3, 8, 20, 100, 10_000]
    classes = [conditions.density_class(each) for each in densities]
    assert classes[0] == 1
    assert classes == sorted(classes)
    assert classes[-1] < FRAME_CLASSES.drums
    assert classes[1] > classes[0]


@quick
@given(build.songs())
def test_every_class_is_within_its_table(song):
    frame = frame_of(song)
    assert all(0 <= each < classes for each, classes in zip(frame, FRAME_CLASSES, strict=True))
    for bars in (song.bars, 1, 512):
        rows = conditions.places(times(encode(song), song.meter), song.meter, bars)
        assert (rows >= 0).all()
        assert (rows < PLACE_CLASSES).all()


@pytest.mark.parametrize("bpm", [1, 47.9, 48, 120, 239, 240, 1000])
def test_any_tempo_has_a_class(bpm):
    assert 1 <= conditions.tempo_class(bpm) < FRAME_CLASSES.tempo


def test_a_frame_tells_the_meter_and_who_plays():
    song = build.invented(3, bars=4, meter=METERS[3])
    assert frame_of(song).meter == 4
    quiet = frame_of(without(song, [Role.BASS]))
    assert quiet.bass == conditions.density_class(0)
    assert quiet._replace(bass=frame_of(song).bass)[3:] == frame_of(song)[3:]


def places(bars: int | None, meter: Meter, count: int) -> np.ndarray:
    """What is told a step after the beginning of each bar."""
    return conditions.places(np.arange(count) * meter.bar_steps + 7, meter, bars)


def test_an_endless_song_never_tells_how_much_is_left():
    assert set(places(None, METERS[0], 99)[:, 2].tolist()) == {OPEN}


def test_bars_left_fall_to_one_and_stay_there():
    assert places(6, METERS[0], 8)[:, 2].tolist() == [6, 5, 4, 3, 2, 1, 1, 1]


def test_a_phrase_has_sixteen_bars():
    told = places(40, METERS[1], 40)
    assert told[:, 1].tolist() == [bar % 16 for bar in range(40)]
    assert np.unique(told[:, 0]).tolist() == [7]
