"""Where the beat is: what a file tells of its bars, and what its onsets tell where it does not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from lstmelody import beats
from lstmelody.beats import Piece
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


# Bars as the file tells them


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ((2, 2), (4, 4)),
        ((8, 8), (4, 4)),
        ((16, 16), (4, 4)),
        ((64, 128), (2, 4)),
        ((8, 4), (4, 4)),
        ((4, 8), (2, 4)),
        ((6, 4), (3, 4)),
        ((3, 8), (6, 8)),
        ((5, 4), (5, 4)),
        ((7, 8), (7, 8)),
        ((1, 4), (1, 4)),
        ((0, 4), (0, 4)),
    ],
)
def test_other_ways_to_write_a_meter_are_known(said, meant):
    assert beats.known(*said) == Meter(*meant)


def test_a_file_is_cut_where_its_meter_changes():
    told = [(3840, 3, 4), (0, 4, 4), (1920, 4, 4)]
    assert beats.pieces(told, 10_000) == [Piece(0, 3840, FOUR), Piece(3840, 10_000, THREE)]


def test_a_meter_told_for_later_than_the_end_leaves_the_rest_alone():
    run = beats.longest_run(beats.pieces([(0, 4, 4), (50_000, 3, 4)], 10_000), 480)
    assert run == [Piece(0, 10_000, FOUR)]


def test_an_odd_bar_in_the_middle_is_dropped_and_the_rest_joined():
    told = [(0, 4, 4), (1920 * 4, 2, 4), (1920 * 4 + 960, 4, 4)]
    run = beats.longest_run(beats.pieces(told, 1920 * 8), 480)
    ticks = np.array([0, 1920 * 3, 1920 * 4, 1920 * 4 + 960, 1920 * 5 + 960])
    laid = beats.laid_out(ticks, run, 480)
    assert laid.inside.tolist() == [True, True, False, True, True]
    assert laid.steps[laid.inside].tolist() == [0, 144, 192, 240]


def test_stretches_that_are_far_apart_are_not_joined():
    told = [(0, 4, 4), (1920 * 4, 3, 4), (1920 * 7, 4, 4)]
    assert len(beats.longest_run(beats.pieces(told, 1920 * 10), 480)) == 1


def test_no_known_meter_gives_no_run():
    assert beats.longest_run(beats.pieces([(0, 5, 4)], 9600), 480) == []


def test_a_pick_up_stands_at_the_end_of_a_bar_of_its_own():
    run = beats.longest_run(beats.pieces([(0, 1, 4), (480, 4, 4)], 1920 * 4), 480)
    laid = beats.laid_out(np.array([0, 240, 480, 2400]), run, 480)
    assert laid.inside.all()
    assert laid.steps.tolist() == [36, 42, 48, 96]
    assert laid.pickup_steps == 12


def test_silence_before_the_first_bar_is_no_pick_up():
    run = beats.longest_run(beats.pieces([(0, 1, 4), (480, 4, 4)], 1920 * 4), 480)
    laid = beats.laid_out(np.array([480, 2400]), run, 480)
    assert laid.steps.tolist() == [0, 48]
    assert laid.pickup_steps == 0


def test_a_note_a_little_early_for_its_stretch_is_in_it():
    run = [Piece(4800, 9600, FOUR)]
    assert beats.laid_out(np.array([4779, 4781, 9599]), run, 480).inside.tolist() == [
        False,
        True,
        True,
    ]


def runs():
    """Pieces in 4/4 with anything between, the first of them maybe after a pick-up."""
    shapes = st.tuples(st.integers(0, 3000), st.integers(1, 4), st.integers(0, 1800))

    def run(first, shape):
        pieces, start = [], first
        for gap, bars, more in shape:
            stop = start + bars * 1920 + more
            pieces.append(Piece(start, stop, FOUR))
            start = stop + gap
        return pieces

    firsts = st.sampled_from([0, 100, 480, 1920, 5000])
    return st.builds(run, firsts, st.lists(shapes, min_size=1, max_size=4))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(runs(), st.sampled_from([480, 240.0, 960]), st.booleans())
def test_the_ticks_of_steps_are_laid_out_to_the_same_steps(run, ticks_per_beat, sounds_before):
    early = np.array([0] if sounds_before else [], dtype=np.int64)
    last = beats.laid_out(early, run, ticks_per_beat).last
    pickup = beats.laid_out(early, run, ticks_per_beat).pickup_steps > 0
    steps = np.arange(last + 1, dtype=np.float64)
    ticks = beats.ticks_of(steps, run, ticks_per_beat, pickup=pickup)
    whole = np.concatenate([early, ticks.astype(np.int64)])
    laid = beats.laid_out(whole, run, ticks_per_beat)
    assert laid.inside[len(early) :].all()
    assert laid.steps[len(early) :] == pytest.approx(steps)


def test_steps_before_a_pick_up_lie_before_the_file():
    run = [Piece(480, 1920 * 4, FOUR)]
    ticks = beats.ticks_of(np.array([0.0, 36, 48]), run, 480, pickup=True)
    assert ticks.tolist() == [-1440, 0, 480]


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
