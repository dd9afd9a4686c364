"""Dice: numbers that a seed and a count fix."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmelody.sampling import DRAWS, uniforms

quick = settings(max_examples=40, deadline=None, derandomize=True)
numbers = st.integers(0, 2**32 - 1)


@quick
@given(numbers, st.integers(0, 10**6))
def test_the_dice_depend_on_seed_and_count_alone(seed, count):
    first = uniforms(seed, count, 1)
    uniforms(seed + 1, count, 1), uniforms(seed, count + 1, 1)
    assert np.array_equal(uniforms(seed, count, 1), first)
    assert ((first >= 0) & (first < 1)).all()
    assert first.shape == (1, DRAWS)


def test_no_two_events_or_seeds_share_their_dice():
    thrown = np.array([uniforms(seed, 0, 50) for seed in range(20)])
    assert len(np.unique(thrown)) == thrown.size
    assert abs(thrown.mean() - 0.5) < 0.02


def test_the_dice_are_the_same_on_every_machine():
    """Else the songs of a recipe would change; if NumPy ever does this, they must be pinned."""
    assert uniforms(1, 8, 1)[0].tolist() == [
        0.5081190879653685,
        0.4714157142329293,
        0.6463798917106208,
        0.742888915205677,
    ]


def test_dice_thrown_together_are_those_thrown_one_by_one():
    together = uniforms(5, 10, 8, stream=2)
    assert np.array_equal(together, np.concatenate([uniforms(5, 10 + at, 1, 2) for at in range(8)]))
