"""How loud sound is, and how high its peaks are between samples: ITU-R BS.1770-4.

Sound is taken block by block, so that hours of it need no more memory than a second. Knows samples.
Does not know files, or what is done about it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from lstmelody.native.compiling import compiled

Samples = NDArray[np.float32]
"""(frames, channels)"""
_Floats = NDArray[np.float64]

SILENT = -70.0
"""LUFS, below which nothing counts: the absolute gate."""
_RELATIVE = -10.0
"""LU below the mean of what counts, below which nothing counts either."""
_OFFSET = -0.691
_PART_SECONDS, _PARTS = 0.1, 4
"""Blocks of 400 ms begin every 100 ms."""
_SHELF = (1681.974450955533, 3.999843853973347, 0.7071752369554196)
_PASS = (38.13547087602444, 0.5003270373238773)
"""The filters of K-weighting as analogue ones (Hz, dB, Q; Hz, Q), from which those for any sample
rate follow; at 48 kHz they are those of the standard (B. De Man, 2018)."""
_PHASES = np.array(
    [
        [0.0017089843750, -0.0291748046875, -0.0189208984375, -0.0083007812500],
        [0.0109863281250, 0.0292968750000, 0.0330810546875, 0.0148925781250],
        [-0.0196533203125, -0.0517578125000, -0.0582275390625, -0.0266113281250],
        [0.0332031250000, 0.0891113281250, 0.1076660156250, 0.0476074218750],
        [-0.0594482421875, -0.1665039062500, -0.2003173828125, -0.1022949218750],
        [0.1373291015625, 0.4650878906250, 0.7797851562500, 0.9721679687500],
        [0.9721679687500, 0.7797851562500, 0.4650878906250, 0.1373291015625],
        [-0.1022949218750, -0.2003173828125, -0.1665039062500, -0.0594482421875],
        [0.0476074218750, 0.1076660156250, 0.0891113281250, 0.0332031250000],
        [-0.0266113281250, -0.0582275390625, -0.0517578125000, -0.0196533203125],
        [0.0148925781250, 0.0330810546875, 0.0292968750000, 0.0109863281250],
        [-0.0083007812500, -0.0189208984375, -0.0291748046875, 0.0017089843750],
    ]
)
"""Four samples for one: the standard's interpolation, by tap and phase."""
_SWELL = float(np.abs(_PHASES).sum(axis=0).max())
_CHUNK = 64


class Meter:
    """Hears sound from beginning to end, and tells how loud it was."""

    def __init__(self, rate: int, channels: int = 2) -> None:
        self._filters = np.array([_shelf(rate), _high_pass(rate)])
        self._state = np.zeros((channels, 2, 2))
        self._part = round(rate * _PART_SECONDS)
        self._energies: list[float] = []
        self._begun = np.zeros(2)  # energy and frames of the part that is not full
        self._last = np.zeros((len(_PHASES) - 1, channels), np.float32)
        self.peak = 0.0
        """The largest sample."""
        self.true_peak = 0.0
        """The largest between samples, too."""

    def hear(self, samples: Samples) -> None:
        """Take in the next frames."""
        if not len(samples):
            return
        self.peak = max(self.peak, float(np.abs(samples).max()))
        whole = np.concatenate([self._last, samples])
        self.true_peak = max(self.true_peak, self.peak)
        self.true_peak = _peak_between(whole, _PHASES, self.true_peak)
        self._last = whole[len(samples) :].copy()
        parts = np.empty(2 + len(samples) // self._part)
        full = _energies(samples, self._filters, self._state, self._part, self._begun, parts)
        self._energies += parts[:full].tolist()

    @property
    def loudness(self) -> float:
        """Integrated loudness in LUFS; minus infinity for silence, or less than 400 ms."""
        parts = np.array(self._energies) / self._part
        if len(parts) < _PARTS:
            return -math.inf
        blocks = np.convolve(parts, np.ones(_PARTS) / _PARTS, "valid")
        blocks = blocks[blocks > _energy(SILENT)]
        if not len(blocks):
            return -math.inf
        blocks = blocks[blocks > _energy(_level(float(blocks.mean())) + _RELATIVE)]
        return _level(float(blocks.mean()))


def _level(energy: float) -> float:
    return _OFFSET + 10 * math.log10(energy)


def _energy(level: float) -> float:
    return float(10 ** ((level - _OFFSET) / 10))


def _shelf(rate: int) -> list[float]:
    """The first filter of K-weighting, a high shelf: b0, b1, b2, a1, a2."""
    hertz, decibels, quality = _SHELF
    k, high = math.tan(math.pi * hertz / rate), 10 ** (decibels / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / quality + k * k
    return [
        (high + band * k / quality + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / quality + k * k) / a0,
        2 * (k * k - 1) / a0,
        (1 - k / quality + k * k) / a0,
    ]


def _high_pass(rate: int) -> list[float]:
    """The second one: b0, b1, b2, a1, a2."""
    hertz, quality = _PASS
    k = math.tan(math.pi * hertz / rate)
    a0 = 1 + k / quality + k * k
    return [1.0, -2.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0]


@compiled
def _energies(
    samples: Samples, filters: _Floats, state: _Floats, part: int, begun: _Floats, out: _Floats
) -> int:
    """Write the weighted energy of each part that gets full; returns how many did."""
    full = 0
    for frame in range(len(samples)):
        for channel in range(samples.shape[1]):
            x = float(samples[frame, channel])
            for number in range(len(filters)):
                b0, b1, b2, a1, a2 = filters[number]
                kept = state[channel, number]
                y = b0 * x + kept[0]
                kept[0] = b1 * x - a1 * y + kept[1]
                kept[1] = b2 * x - a2 * y
                x = y
            begun[0] += x * x
        begun[1] += 1
        if begun[1] == part:
            out[full] = begun[0]
            full += 1
            begun[:] = 0
    return full


@compiled
def _peak_between(samples: Samples, phases: _Floats, peak: float) -> float:
    """The largest of four times as many samples, or `peak`; the first ones are those heard before.

    Only where they may be larger: no sample between others is more than `_SWELL` times the largest.
    """
    taps, count = phases.shape
    sums = np.empty(count)
    for start in range(0, len(samples) - taps + 1, _CHUNK):
        stop = min(start + _CHUNK, len(samples) - taps + 1)
        largest = 0.0
        for frame in range(start, stop + taps - 1):
            for channel in range(samples.shape[1]):
                largest = max(largest, abs(samples[frame, channel]))
        if largest * _SWELL <= peak:
            continue
        for frame in range(start, stop):
            for channel in range(samples.shape[1]):
                sums[:] = 0
                for tap in range(taps):
                    x = float(samples[frame + taps - 1 - tap, channel])
                    for phase in range(count):
                        sums[phase] += phases[tap, phase] * x
                for phase in range(count):
                    peak = max(peak, abs(sums[phase]))
    return peak
