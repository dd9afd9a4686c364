"""Random numbers that depend on their keys alone, bell-shaped, and a drift that falls as 1/f."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmelody.performing.dice import OCTAVES, bells, drift

SLOWEST = 1 / 2**OCTAVES
"""Below this frequency, in turns a place, the drift is level."""
seeds, whole = st.integers(0, 2**32 - 1), st.integers(0, 2**63 - 1)


@settings(deadline=None, derandomize=True)
@given(
    st.integers(0, 2**32 - 1), st.lists(whole, min_size=1, max_size=9), st.permutations(range(9))
)
def test_a_number_depends_on_its_keys_and_not_on_its_neighbours(seed, keys, order):
    keys = np.array(keys)
    mixed = [at for at in order if at < len(keys)]
    assert bells(seed, keys)[mixed].tolist() == bells(seed, keys[mixed]).tolist()
    assert bells(seed, keys[:1]) == bells(seed, int(keys[0]))


def test_numbers_are_as_a_bell_is():
    drawn = bells(7, np.arange(200_000))
    assert (drawn.mean(), drawn.std()) == pytest.approx((0, 1), abs=0.01)
    within = [(np.abs(drawn) < spreads).mean() for spreads in (0.5, 1, 2)]
    assert within == pytest.approx([0.38, 0.68, 0.95], abs=0.02)


def test_numbers_of_one_key_tell_nothing_of_those_of_another():
    keys = np.arange(300)
    table = bells(keys[:, None], keys)
    bound = 4 / np.sqrt(table.size)
    for other in (table.T, bells(keys[:, None] + 1, keys), bells(keys[:, None], keys + 1)):
        off = ~np.eye(300, dtype=bool)
        assert abs(np.corrcoef(table[off], other[off])[0, 1]) < bound


def power(series: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The frequencies of some series in octaves, and the mean power in each, as logarithms."""
    of_each = np.abs(np.fft.rfft(series, axis=1)) ** 2
    frequency = np.fft.rfftfreq(series.shape[1])
    edges = SLOWEST * 2.0 ** np.arange(OCTAVES)
    octaves = [(frequency >= low) & (frequency < 2 * low) for low in edges]
    return np.log2(edges), np.log2([of_each[:, octave].mean() for octave in octaves])


def test_the_drift_falls_as_1_over_f_and_has_spread_1():
    series = np.array([drift(np.arange(4096), seed) for seed in range(100)])
    assert series.std() == pytest.approx(1, abs=0.03)
    assert series.mean() == pytest.approx(0, abs=0.05)
    octave, loud = power(series)
    slope, level = np.polyfit(octave, loud, 1)
    assert slope == pytest.approx(-1, abs=0.06)
    assert np.abs(loud - slope * octave - level).max() < 0.2  # 0.6 dB


def test_a_drift_can_be_told_from_anywhere_on():
    places = np.arange(1000)
    assert drift(places, 3)[700:].tolist() == drift(places[700:], 3).tolist()
