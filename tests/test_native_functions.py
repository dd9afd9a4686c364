"""Exponential, sigmoid, GELU and layer norm, held against the same worked out in 64 bits."""

import numpy as np
import pytest
from scipy.special import expit

from lstmelody.native import functions
from lstmelody.native.compiling import compiled

NUMBERS = np.concatenate(
    [np.linspace(-100, 100, 4001), np.linspace(-2, 2, 4001), [0.0, -0.0, 1e-30, -1e-30]]
).astype(np.float32)


def each(name: str, numbers: np.ndarray) -> np.ndarray:
    """A function of each number, as compiled code calls it."""
    function = getattr(functions, name)

    @compiled
    def apply(numbers, out):
        for i in range(len(numbers)):
            out[i] = function(numbers[i])

    out = np.empty_like(numbers)
    apply(numbers, out)
    return out.astype(np.float64)


def test_the_exponential_is_right_to_two_units_in_the_last_place():
    numbers = NUMBERS[np.abs(NUMBERS) < 87]
    true = np.exp(numbers.astype(np.float64))
    assert np.abs(each("exp", numbers) / true - 1).max() < 2 * 2.0**-23


@pytest.mark.parametrize(
    ("name", "true"),
    [
        ("sigmoid", expit),
        ("tanh", np.tanh),
        ("gelu", lambda x: 0.5 * x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3)))),
    ],
)
def test_the_others_are_right_to_seven_digits(name, true):
    x = NUMBERS.astype(np.float64)
    assert np.abs(each(name, NUMBERS) - true(x)).max() <= 3e-7 * max(1, np.abs(true(x)).max())


def test_extreme_numbers_stay_finite():
    huge = np.array([-3e38, -1e4, 1e4, 3e38], np.float32)
    assert each("sigmoid", huge).tolist() == pytest.approx([0, 0, 1, 1], abs=1e-30)
    assert each("tanh", huge).tolist() == [-1, -1, 1, 1]
    assert np.isfinite(each("exp", huge)).all()


@pytest.mark.parametrize("width", [1, 16, 24, 384])
def test_a_norm_is_that_of_each_row(width):
    dice = np.random.default_rng(width)
    x = dice.normal(2, 3, (3, width)).astype(np.float32)
    weight, bias = dice.normal(size=(2, width)).astype(np.float32)
    out = np.empty_like(x)
    functions.normed(x, weight, bias, out)
    wide = x.astype(np.float64)
    spread = np.sqrt(wide.var(axis=1, keepdims=True) + 1e-5)
    true = (wide - wide.mean(axis=1, keepdims=True)) / spread * weight + bias
    assert np.abs(out - true).max() < 1e-5
    alone = np.empty_like(x[1:2])
    functions.normed(x[1:2], weight, bias, alone)
    assert np.array_equal(alone[0], out[1])
