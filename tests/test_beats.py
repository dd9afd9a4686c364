"""Where the beat is, as onsets tell it."""

import numpy as np
import pytest

import build
from lstmelody import beats
from lstmelody.music import Meter, Role

FOUR, THREE = Meter(4, 4), Meter(3, 4)


def dice(seed=1):
    return np.random.default_rng(seed)


def placed(steps, track=None):
    """Onsets after the whole way on the grid, and how far the grid was moved."""
    steps = np.asarray(steps, dtype=np.float64)
    track = np.zeros(len(steps), dtype=np.int64) if track is None else track
    pulse = beats.pulse_of(steps)
    moved = beats.moved_by(steps, pulse)
    return beats.on_grid(steps - moved, track, pulse, last=10**6), moved


def sixteenths(bars=16, seed=1):
    """Onsets of a part in 16ths: some of them left out."""
    every = np.arange(0, bars * 48, 3)
    return every[dice(seed).random(len(every)) < 0.7]


# The grid


def test_a_song_on_the_grid_stays_where_it_is():
    grid, moved = placed(sixteenths())
    assert moved == 0
    assert np.array_equal(grid.onset, sixteenths())
    assert grid.error.max() == 0
    assert not grid.played


@pytest.mark.parametrize("late", [-1.2, -0.4, 0.4, 0.5, 1.0, 1.3])
def test_a_song_that_lies_beside_the_grid_as_a_whole_is_moved_onto_it(late):
    grid, moved = placed(sixteenths() + late)
    assert moved == pytest.approx(late, abs=0.07)
    assert np.array_equal(grid.onset, sixteenths())
    assert grid.error.mean() < 0.07


def test_what_is_half_a_sixteenth_beside_the_grid_is_late():
    """It could as well be early; it must be the same on every machine."""
    assert placed(sixteenths() + 1.5)[1] == pytest.approx(1.5)


def test_a_few_notes_are_not_enough_to_move_the_grid():
    assert placed(sixteenths()[:20] + 0.5)[1] == 0


def test_a_part_played_by_hand_is_put_on_its_sixteenths():
    written = sixteenths(bars=64)
    grid, _ = placed(written + dice().normal(0, 0.45, len(written)))
    assert grid.played
    assert (grid.onset == written).mean() > 0.98
    assert grid.error.mean() < 0.15


def test_triplets_played_by_hand_stay_triplets():
    written = np.concatenate([sixteenths(32), 32 * 48 + np.arange(0, 8 * 48, 4)])
    grid, _ = placed(written + dice().normal(0, 0.35, len(written)))
    assert (grid.onset == written).mean() > 0.95


def test_a_part_on_the_grid_is_left_alone_beside_one_played_by_hand():
    exact = np.arange(0, 64 * 48, 48) + 1
    by_hand = sixteenths(64) + dice().normal(0, 0.45, len(sixteenths(64)))
    track = np.repeat([0, 1], [len(exact), len(by_hand)])
    grid, _ = placed(np.concatenate([exact, by_hand]), track)
    assert grid.played
    assert np.array_equal(grid.onset[track == 0], exact)


def test_notes_at_random_are_far_from_the_grid():
    grid, _ = placed(np.sort(dice().uniform(0, 64 * 48, 800)))
    assert not grid.played
    assert grid.error.mean() > 0.22


def test_a_song_at_another_tempo_than_it_tells_is_far_from_the_grid():
    assert placed(sixteenths(64) * 1.037)[0].error.mean() > 0.2


def test_thirty_seconds_are_on_the_beat_but_not_on_the_grid():
    grid, _ = placed(np.arange(0, 48 * 16, 1.5))
    assert grid.of_32nds
    assert not grid.played
    assert grid.error.mean() == pytest.approx(0.25)


def test_a_song_that_loses_the_beat_halfway_drifts():
    steady = sixteenths(32).astype(np.float64)
    lost = 32 * 48 + np.sort(dice().uniform(0, 32 * 48, len(steady)))
    grid, _ = placed(np.concatenate([steady, lost]))
    assert beats.drift_of(grid.onset, grid.error) == pytest.approx(0.5, abs=0.1)
    assert beats.drift_of(*placed(steady)[0][:2]) == 0


# Bars where a file tells none


def meter_heard(song):
    onset, role, pitch, _, velocity = song.notes.T.astype(np.int64)
    return beats.meter_of(onset, velocity, pitch < 48, role == Role.DRUMS)


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize(("meter", "heard"), [(FOUR, FOUR), (THREE, THREE), (Meter(2, 4), FOUR)])
def test_onsets_tell_the_meter(number, meter, heard):
    assert meter_heard(build.invented(number, bars=32, meter=meter)) == heard


def test_dotted_beats_tell_6_8():
    song = build.beat(bars=32, meter=Meter(6, 8))
    dotted = song.notes[:, 0] % 18 == 0
    song.notes[:, 4] = np.where(dotted, 120, 50)
    assert meter_heard(song) == Meter(6, 8)


def test_a_short_song_is_taken_to_be_in_4_4():
    assert meter_heard(build.invented(1, bars=8, meter=THREE)) == FOUR


def test_silence_is_in_4_4():
    assert meter_heard(build.silence()) == FOUR
