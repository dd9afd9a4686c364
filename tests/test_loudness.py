"""Loudness and peaks, held against the standard's own numbers and another's measurements."""

import math

import numpy as np
import pyloudnorm
import pytest

from lstmelody.loudness import Meter

RATE = 48_000


def sine(
    hertz: float, seconds: float, peak: float, rate: int = RATE, phase: float = 0
) -> np.ndarray:
    wave = peak * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate + phase)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def heard(samples: np.ndarray, rate: int = RATE, block: int = 10_000) -> Meter:
    meter = Meter(rate, samples.shape[1])
    for start in range(0, len(samples), block):
        meter.hear(samples[start : start + block])
    return meter


def test_a_full_sine_on_one_channel_is_3_lufs_down_and_on_two_none():
    both = sine(997, 3, 1.0)
    assert heard(both).loudness == pytest.approx(0, abs=0.01)
    assert heard(both[:, :1]).loudness == pytest.approx(-3.01, abs=0.01)


def test_levels_that_are_gated_away_do_not_count():
    """Two of the cases of EBU Tech 3341, 1 kHz on both channels: -23.0 LUFS each."""
    for levels in ((-36, -23, -36), (-72, -36, -23, -36, -72)):
        parts = [sine(1000, 60 if level == -23 else 10, 10 ** (level / 20)) for level in levels]
        assert heard(np.concatenate(parts)).loudness == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
def test_noise_is_as_loud_as_another_measures_it(rate):
    dice = np.random.default_rng(rate)
    fades = np.repeat(dice.random(40), rate // 10)[:, None]
    noise = (dice.normal(0, 0.1, (4 * rate, 2)) * fades).astype(np.float32)
    other = pyloudnorm.Meter(rate, filter_class="DeMan").integrated_loudness(noise)
    assert heard(noise, rate).loudness == pytest.approx(other, abs=0.001)


def test_how_sound_is_cut_into_blocks_changes_nothing():
    noise = np.random.default_rng(1).normal(0, 0.1, (RATE, 2)).astype(np.float32)
    meters = [heard(noise, block=block) for block in (7, 999, RATE)]
    assert len({meter.loudness for meter in meters}) == 1
    assert len({meter.true_peak for meter in meters}) == 1


def test_a_peak_between_samples_is_found():
    """A quarter of the rate, halfway between its samples: they reach 0.707 of it."""
    meter = heard(sine(RATE / 4, 1, 0.5, phase=math.pi / 4))
    assert meter.peak == pytest.approx(0.5 * 0.5**0.5, abs=0.001)
    assert meter.true_peak == pytest.approx(0.5, rel=0.05)


@pytest.mark.parametrize("samples", [np.zeros((RATE, 2)), np.ones((100, 2)), np.zeros((0, 2))])
def test_silence_and_what_is_too_short_is_not_loud(samples):
    assert heard(samples.astype(np.float32)).loudness == -math.inf
