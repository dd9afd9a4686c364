"""Where the bars are, as a file tells them: what is read of it, and which step each tick is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmelody import barlines
from lstmelody.barlines import Piece
from lstmelody.music import Meter

FOUR, THREE = Meter(4, 4), Meter(3, 4)


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
    assert barlines.known(*said) == Meter(*meant)


def test_a_file_is_cut_where_its_meter_changes():
    told = [(3840, 3, 4), (0, 4, 4), (1920, 4, 4)]
    assert barlines.pieces(told, 10_000) == [Piece(0, 3840, FOUR), Piece(3840, 10_000, THREE)]


def test_a_meter_told_for_later_than_the_end_leaves_the_rest_alone():
    run = barlines.longest_run(barlines.pieces([(0, 4, 4), (50_000, 3, 4)], 10_000), 480)
    assert run == [Piece(0, 10_000, FOUR)]


def test_an_odd_bar_in_the_middle_is_dropped_and_the_rest_joined():
    told = [(0, 4, 4), (1920 * 4, 2, 4), (1920 * 4 + 960, 4, 4)]
    run = barlines.longest_run(barlines.pieces(told, 1920 * 8), 480)
    ticks = np.array([0, 1920 * 3, 1920 * 4, 1920 * 4 + 960, 1920 * 5 + 960])
    laid = barlines.laid_out(ticks, run, 480)
    assert laid.inside.tolist() == [True, True, False, True, True]
    assert laid.steps[laid.inside].tolist() == [0, 144, 192, 240]


def test_stretches_that_are_far_apart_are_not_joined():
    told = [(0, 4, 4), (1920 * 4, 3, 4), (1920 * 7, 4, 4)]
    assert len(barlines.longest_run(barlines.pieces(told, 1920 * 10), 480)) == 1


def test_no_known_meter_gives_no_run():
    assert barlines.longest_run(barlines.pieces([(0, 5, 4)], 9600), 480) == []


def test_a_pick_up_stands_at_the_end_of_a_bar_of_its_own():
    run = barlines.longest_run(barlines.pieces([(0, 1, 4), (480, 4, 4)], 1920 * 4), 480)
    laid = barlines.laid_out(np.array([0, 240, 480, 2400]), run, 480)
    assert laid.inside.all()
    assert laid.steps.tolist() == [36, 42, 48, 96]
    assert laid.pickup_steps == 12


def test_silence_before_the_first_bar_is_no_pick_up():
    run = barlines.longest_run(barlines.pieces([(0, 1, 4), (480, 4, 4)], 1920 * 4), 480)
    laid = barlines.laid_out(np.array([480, 2400]), run, 480)
    assert laid.steps.tolist() == [0, 48]
    assert laid.pickup_steps == 0


def test_a_note_a_little_early_for_its_stretch_is_in_it():
    run = [Piece(4800, 9600, FOUR)]
    assert barlines.laid_out(np.array([4779, 4781, 9599]), run, 480).inside.tolist() == [
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
    last = barlines.laid_out(early, run, ticks_per_beat).last
    pickup = barlines.laid_out(early, run, ticks_per_beat).pickup_steps > 0
    steps = np.arange(last + 1, dtype=np.float64)
    ticks = barlines.ticks_of(steps, run, ticks_per_beat, pickup=pickup)
    whole = np.concatenate([early, ticks.astype(np.int64)])
    laid = barlines.laid_out(whole, run, ticks_per_beat)
    assert laid.inside[len(early) :].all()
    assert laid.steps[len(early) :] == pytest.approx(steps)


def test_steps_before_a_pick_up_lie_before_the_file():
    run = [Piece(480, 1920 * 4, FOUR)]
    ticks = barlines.ticks_of(np.array([0.0, 36, 48]), run, 480, pickup=True)
    assert ticks.tolist() == [-1440, 0, 480]
