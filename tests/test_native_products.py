"""Products in integers: exact, near what they round, and the same whoever is in the batch."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmelody.native import products
from lstmelody.native.products import ABREAST, TILE, add_product, dense, space

quick = settings(max_examples=30, deadline=None, derandomize=True)
MOST = 2**15 - 1


def multiplied(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    out = np.zeros((len(x), len(weight)), np.float32)
    add_product(x, dense(weight), out, space(len(x), x.shape[1], len(weight)))
    return out


def numbers(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@quick
@given(st.integers(1, 2 * ABREAST + 1), st.integers(1, 40), st.integers(1, 2 * TILE + 3))
def test_whole_numbers_are_multiplied_exactly(rows, pairs, outputs):
    dice = np.random.default_rng(rows * pairs * outputs)
    weight = dice.integers(-127, 128, (outputs, 2 * pairs)).astype(np.float32)
    x = dice.integers(-MOST, MOST + 1, (rows, 2 * pairs)).astype(np.float32)
    weight[:, 0], x[:, 0] = 127, MOST  # so that a step is one
    true = x.astype(np.int64) @ weight.astype(np.int64).T
    assert np.array_equal(multiplied(x, weight), true.astype(np.float32))


def test_the_largest_sums_fit():
    """All weights and numbers at their largest: 32 bits must hold what they come to."""
    for inputs in (2, 384, 960, 4096):
        weight, x = np.ones((3, inputs), np.float32), np.full((2, inputs), 7, np.float32)
        assert multiplied(x, weight) == pytest.approx(7 * inputs, rel=1e-5)


@quick
@given(st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 100))
def test_what_rounding_costs_is_bounded_by_the_steps(seed, rows, pairs):
    x, weight = numbers(seed, rows, 2 * pairs), numbers(seed + 1, 70, 2 * pairs)
    step = np.abs(weight).max(axis=1) / 127
    worst = np.abs(x).sum(axis=1)[:, None] * step * 0.51 + 1e-3
    assert (np.abs(multiplied(x, weight) - x @ weight.T) <= worst).all()


@pytest.mark.parametrize("rows", range(1, 2 * ABREAST + 2))
def test_a_row_does_not_depend_on_those_beside_it(rows):
    x, weight = numbers(1, rows, 48), numbers(2, 90, 48)
    together = multiplied(x, weight)
    for row in range(rows):
        assert np.array_equal(multiplied(x[row : row + 1], weight)[0], together[row])


def test_products_are_added_to_what_is_there():
    x, weight = numbers(1, 3, 8), numbers(2, 5, 8)
    out = np.ones((3, 5), np.float32)
    add_product(x, dense(weight), out, space(3, 8, 5))
    assert out == pytest.approx(multiplied(x, weight) + 1)


def test_nothing_times_anything_is_nothing():
    assert not multiplied(np.zeros((2, 8), np.float32), numbers(1, 5, 8)).any()
    assert not multiplied(numbers(1, 2, 8), np.zeros((5, 8), np.float32)).any()


def test_room_for_more_is_room_for_less():
    x, weight = numbers(1, 2, 8), numbers(2, 5, 8)
    out = np.zeros((2, 5), np.float32)
    add_product(x, dense(weight), out, space(32, 384, 1536))
    assert np.array_equal(out, multiplied(x, weight))


def test_a_matrix_is_kept_in_eight_bits():
    kept = products.dense(numbers(1, 70, 10))
    assert kept.weights.shape == (2, 5, 2 * TILE)
    assert kept.weights.dtype == np.int8
    assert np.abs(kept.weights).max() == 127
