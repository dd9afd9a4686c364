"""Multipliers, nucleus and dice: filters over probabilities, held against what they promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmelody.events import CELLS, END_CELL, NOTE_CELLS, REST_CELL
from lstmelody.music import Role
from lstmelody.native import drawing
from lstmelody.native.drawing import Floats, draw

quick = settings(max_examples=40, deadline=None, derandomize=True)
numbers = st.integers(0, 2**32 - 1)
FREE = np.ones(NOTE_CELLS)


def softmax(logits: np.ndarray, temperature: float) -> Floats:
    weights = drawing.softmax(logits, temperature)
    return weights / weights.sum()


def hazards_scaled(weights: Floats, factors: Floats) -> Floats:
    scaled = weights.copy()
    drawing.hazards_scaled(scaled, factors)
    return scaled


def top_p(weights: Floats, p: float) -> Floats:
    kept = weights.copy()
    drawing.top_p(kept, p)
    return kept


def table(number: int, spread: float = 4.0) -> Floats:
    """Probabilities of all cells, some of them next to nothing."""
    dice = np.random.default_rng(number)
    return softmax(dice.normal(0, spread, CELLS).astype(np.float32), 1.0)


def masked(number: int, share: float = 0.5) -> Floats:
    return (np.random.default_rng(number).random(NOTE_CELLS) >= share).astype(float)


@quick
@given(numbers)
def test_a_factor_of_one_changes_nothing(number):
    cells = table(number)
    assert np.abs(hazards_scaled(cells, FREE) - cells).max() < 1e-12


@quick
@given(numbers, st.floats(0, 5))
def test_what_is_scaled_is_still_a_distribution(number, factor):
    scaled = hazards_scaled(table(number), FREE * factor * masked(number))
    assert (scaled >= 0).all()
    assert scaled.sum() == pytest.approx(1, abs=1e-12)


@quick
@given(numbers)
def test_a_factor_of_nothing_silences_and_moves_mass_to_later_cells_alone(number):
    cells, factors = table(number), masked(number)
    scaled = hazards_scaled(cells, factors)
    assert (scaled[:NOTE_CELLS][factors == 0] == 0).all()
    until, was_until = scaled.cumsum(), cells.cumsum()
    assert (until <= was_until + 1e-12).all()


@quick
@given(numbers, st.integers(0, NOTE_CELLS - 1), st.floats(0, 5), st.floats(0, 5))
def test_a_larger_factor_makes_its_cell_likelier_and_what_comes_later_less(
    number, cell, factor, other
):
    cells, (low, high) = table(number), sorted((factor, other))
    factors = np.array([FREE, FREE])
    factors[:, cell] = low, high
    fewer, more = (hazards_scaled(cells, row) for row in factors)
    assert more[cell] >= fewer[cell] - 1e-12
    assert np.abs(more[:cell] - fewer[:cell]).max(initial=0) == 0
    assert (more[cell + 1 :] <= fewer[cell + 1 :] + 1e-12).all()


def test_a_chord_does_not_rush_when_the_drum_after_it_is_taken_out():
    """The worked example of the model's design: renormalised, the chord would go to 0.47."""
    cells = np.zeros(CELLS)
    chord_now, drum_next, bass_later = int(Role.CHORDS), 4 * 6 + Role.DRUMS, 4 * 12 + Role.BASS
    cells[[chord_now, drum_next, bass_later]] = 0.014, 0.970, 0.016
    without_drums = np.tile([0.0, 1.0, 1.0, 1.0], NOTE_CELLS // 4)
    scaled = hazards_scaled(cells, without_drums)
    assert scaled[chord_now] == pytest.approx(0.014)
    assert scaled[drum_next] == 0
    assert scaled[bass_later] == pytest.approx(0.986)


def test_the_worked_formula_holds_for_a_single_hazard():
    cells = np.zeros(CELLS)
    cells[[0, REST_CELL]] = 0.2, 0.8
    scaled = hazards_scaled(cells, FREE * 3)
    assert scaled[0] == pytest.approx(3 * 0.2 / (1 - 0.2 + 3 * 0.2))


def test_where_all_are_silenced_rest_and_end_share_as_before():
    cells = table(7)
    scaled = hazards_scaled(cells, np.zeros(NOTE_CELLS))
    assert scaled[REST_CELL] + scaled[END_CELL] == pytest.approx(1)
    assert scaled[REST_CELL] / scaled[END_CELL] == pytest.approx(cells[REST_CELL] / cells[END_CELL])


def test_where_neither_rest_nor_end_was_possible_what_is_left_rests():
    cells = np.zeros(CELLS)
    cells[0] = 1
    assert hazards_scaled(cells, np.zeros(NOTE_CELLS))[REST_CELL] == 1


@quick
@given(numbers, st.floats(0.1, 0.999))
def test_top_p_keeps_the_smallest_set_that_reaches_p(number, p):
    cells = table(number)
    kept = top_p(cells, p)
    held = kept[kept > 0]
    assert np.array_equal(kept[kept > 0], cells[kept > 0])
    assert held.sum() >= p - 1e-9
    assert held.sum() - held.min() < p
    assert held.min() >= cells[kept == 0].max(initial=0)


def test_top_p_that_is_reached_exactly_keeps_no_more():
    assert top_p(np.array([0.25, 0.5, 0.25]), 0.5).tolist() == [0, 0.5, 0]


def test_top_p_of_one_keeps_all():
    assert np.array_equal(top_p(table(1), 1.0), table(1))


def test_top_p_counts_shares_of_what_is_there():
    weights = np.array([0.0, 0.02, 0.01, 0.07])
    assert top_p(weights, 0.75).tolist() == [0, 0.02, 0, 0.07]


@quick
@given(numbers)
def test_colder_is_sharper(number):
    logits = np.random.default_rng(number).normal(0, 3, CELLS).astype(np.float32)
    cold, warm = (softmax(logits, temperature) for temperature in (0.5, 1.5))
    assert cold.argmax() == warm.argmax()
    assert cold.max() >= warm.max()
    assert cold.sum() == pytest.approx(1)


def test_extreme_logits_are_no_trouble():
    logits = np.array([1000.0, -1000.0, 999.0], np.float32)
    assert softmax(logits, 0.1).tolist() == pytest.approx([1, 0, np.exp(-10)], abs=1e-4)


@quick
@given(numbers, st.floats(0, 1, exclude_max=True))
def test_nothing_impossible_is_ever_drawn(number, uniform):
    weights = top_p(table(number), 0.6)
    assert weights[draw(weights, uniform)] > 0


@pytest.mark.parametrize(
    ("uniform", "drawn"),
    [(0.0, 1), (0.24, 1), (0.26, 3), (0.74, 3), (0.76, 4), (1 - 2**-53, 4)],
)
def test_each_class_is_as_wide_as_its_weight(uniform, drawn):
    assert draw(np.array([0, 0.5, 0, 1.0, 0.5, 0]), uniform) == drawn


def test_drawing_evenly_gives_back_the_weights():
    weights, draws = table(3, spread=1.0), 20_000
    drawn = [draw(weights, (at + 0.5) / draws) for at in range(draws)]
    assert np.abs(np.bincount(drawn, minlength=CELLS) / draws - weights).max() <= 1 / draws
