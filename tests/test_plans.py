"""Which earlier bars a song repeats."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody.lookback import LAGS
from lstmelody.music import METERS, Note, Role, Song, bar_range, canonical, transposed
from lstmelody.plans import (
    CLOSENESS_EDGES,
    PLAN_CLASSES,
    plan_of,
    similarities,
)

quick = settings(max_examples=60, deadline=None, derandomize=True)
EXACTLY = len(CLOSENESS_EDGES)


def tune(*pitches: int, bars: int = 1) -> Song:
    """A bar of quarter notes for every pitch."""
    notes = [
        Note(48 * bar + 12 * beat, Role.LEAD, pitch + beat, 12, 84)
        for bar, pitch in enumerate(pitches)
        for beat in range(4)
    ]
    return build.song(*notes, bars=max(bars, len(pitches)))


def jaccard(song: Song, bar: int, earlier: int) -> float:
    """The similarity of two bars, said as sets."""
    steps = song.meter.bar_steps
    notes = song.notes.tolist()
    one, other = (
        {
            (onset % steps, role, pitch)
            for onset, role, pitch, *_ in notes
            if onset // steps == which
        }
        for which in (bar, earlier)
    )
    return len(one & other) / len(one | other) if one | other else 1.0


@quick
@given(build.songs())
def test_bars_are_as_alike_as_the_notes_they_share(song):
    found = similarities(song)
    for row, lag in zip(found.tolist(), LAGS, strict=True):
        for bar, alike in enumerate(row):
            expected = jaccard(song, bar, bar - lag) if bar >= lag else -1
            assert alike == pytest.approx(expected)


@quick
@given(st.integers(0, 99), st.sampled_from(METERS), st.floats(0, 0.5))
def test_worn_songs_are_as_alike_as_the_notes_they_share(number, meter, share):
    song = build.worn(build.invented(number, 9, meter), random.Random(number), share)
    for lag, row in zip(LAGS, similarities(song), strict=True):
        assert row[lag:].tolist() == [
            pytest.approx(jaccard(song, bar, bar - lag)) for bar in range(lag, song.bars)
        ]


@quick
@given(build.songs())
def test_a_plan_never_points_before_the_beginning(song):
    plan = plan_of(song)
    assert plan.shape == (song.bars, 2)
    for bar, (lag, _) in enumerate(plan.tolist()):
        assert lag == 0 or LAGS[lag - 1] <= bar


@quick
@given(build.songs())
def test_a_plan_is_within_its_classes_and_close_only_where_it_repeats(song):
    plan = plan_of(song)
    assert (plan < PLAN_CLASSES).all()
    assert np.array_equal(plan[:, 0] == 0, plan[:, 1] == 0)


@pytest.mark.parametrize("lag", LAGS)
def test_a_bar_repeated_exactly_is_found_at_its_lag(lag):
    strangers = range(20, 20 + 2 * lag, 2)
    song = tune(*strangers, strangers[0])
    assert plan_of(song)[-1].tolist() == [1 + LAGS.index(lag), EXACTLY]


def test_a_form_can_be_read_from_its_plan():
    song = tune(40, 60, 40, 60, 80, 100, 40, 60)  # A B A B C D A B
    assert plan_of(song)[:, 0].tolist() == [0, 0, 2, 2, 0, 0, 3, 3]


def test_what_is_repeated_less_closely_is_less_close():
    whole = build.invented(1, bars=2).notes
    first = whole[whole[:, 0] < 48]
    closeness = []
    for kept in range(len(first), 0, -1):
        again = first[:kept] + [48, 0, 0, 0, 0]
        closeness.append(plan_of(Song(canonical(np.concatenate([first, again])), 2))[1, 1])
    assert closeness == sorted(closeness, reverse=True)
    assert set(closeness) == {0, 1, 2, 3, EXACTLY}


def test_of_lags_as_good_the_plan_goes_on_with_the_one_before():
    song = tune(40, 60, 40, 60, 60)  # the last bar repeats both one bar and four bars before
    assert plan_of(song)[:, 0].tolist() == [0, 0, 2, 2, 1]
    song = tune(40, 60, 40, 60, 40, 60)
    assert plan_of(song)[:, 0].tolist() == [0, 0, 2, 2, 2, 2]


def test_silence_repeats_silence_exactly():
    assert plan_of(build.silence(bars=3)).tolist() == [[0, 0], [1, EXACTLY], [1, EXACTLY]]
    assert plan_of(tune(60, bars=3)).tolist() == [[0, 0], [0, 0], [1, EXACTLY]]


def test_a_song_without_bars_has_no_plan():
    assert plan_of(build.silence()).shape == (0, 2)


@quick
@given(st.integers(0, 99), st.integers(1, 16))
def test_what_comes_later_does_not_change_a_plan(number, bars):
    song = build.worn(build.invented(number, 16), random.Random(number))
    assert np.array_equal(plan_of(bar_range(song, 0, bars)), plan_of(song)[:bars])


@quick
@given(st.integers(0, 99), st.integers(-5, 6))
def test_a_transposed_song_keeps_its_plan(number, semitones):
    song = build.worn(build.invented(number, 12), random.Random(number))
    assert np.array_equal(plan_of(transposed(song, semitones)), plan_of(song))
