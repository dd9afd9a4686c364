"""Where the beat is, as onsets tell it: the grid of 12 steps a beat, who is played by hand, meters.

Knows steps; reads plain arrays. Does not know ticks, MIDI files or roles.
"""

from __future__ import annotations

from cmath import phase
from math import floor, pi
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import METERS, STEPS_PER_BEAT, Meter

Floats = NDArray[np.float64]
Steps = NDArray[np.int64]
Flags = NDArray[np.bool_]

PARTS = 96
"""A beat's parts to find the pulse by: 8 of them are a step."""
FEWEST = 64
"""Fewer notes say too little of where the beat is: they go to the nearest step."""
CLEAR_PULSE = 0.6
"""Least length of the mean onset vector for a pulse to count: a jitter of 0.5 steps at 16ths."""
BEATEN = 0.5
"""Least length of the pulse of 16ths or triplets in a song played by hand to a beat."""
BY_HAND = 0.15
"""Mean distance from the grid, in steps, from which a track was played by hand: 1 note in 100 or
more then goes to the wrong step."""
STRETCH = 16 * STEPS_PER_BEAT
OFF_BEAT, FEWEST_TOLD = 0.2, 8
"""Mean distance from the grid of a stretch of so many notes that does not keep to it; 0.25 is at
random."""
TURNS = np.exp(-2j * np.pi / PARTS * np.outer([3, 4, 12, 24], np.arange(PARTS)))
LEAST_MOVE, LEAST_GAIN = 0.1, 0.02
"""Steps; a grid that would move by less, or come nearer to the notes by less, stays."""
CLEAR_MOVE = 0.75
"""Steps; so far beside a clear pulse it moves anyway: notes may be near the wrong steps."""
LAGS = (36, 48, 96, 108, 12, 18, 24, 54)
"""Steps by which onsets are compared: bars of 3 or 4 beats, beats, and dotted beats."""
TERNARY, EIGHTHS = 0.04, 0.1
"""How much more alike a song must be to itself 3 beats later than 4 to be in threes, and 1.5 beats
later than 1 to be in 6/8: where 4,557 songs that tell their meter were told best, see the log."""
LEAST_STEPS = 480
"""A shorter song says too little of its meter."""


class Pulse(NamedTuple):
    """Mean onset vectors: 1 long where all onsets lie on the lines of a grid, turned where they
    lie beside them."""

    triplets: complex
    sixteenths: complex
    steps: complex
    halves: complex
    """Of steps: 32nds lie on them."""


def pulse_of(steps: Floats) -> Pulse:
    """The pulses of onsets; without the last digits, which differ from one processor to another."""
    parts = (steps * (PARTS / STEPS_PER_BEAT) + (PARTS + 0.5)).astype(np.int32)
    parts -= parts // PARTS * PARTS  # NumPy divides by one number much faster than it takes rests
    share = np.bincount(parts, minlength=PARTS) / len(steps)
    return Pulse(*(TURNS * share).sum(axis=1).round(9).tolist())


def moved_by(steps: Floats, pulse: Pulse) -> float:
    """How many steps late the whole song lies beside the grid; 0 where that isn't clear.

    The pulse of 16ths or triplets tells it within 1.5 or 2 steps, that of steps exactly. Swung
    16ths look late, too: only what brings the notes nearer to the grid counts.
    """
    slow, spacing = max((pulse.sixteenths, 3), (pulse.triplets, 4), key=lambda each: abs(each[0]))
    moved = _late(slow) * spacing if abs(slow) > CLEAR_PULSE else 0.0
    if abs(pulse.steps) > CLEAR_PULSE:
        fine = _late(pulse.steps)
        moved = fine + floor(moved - fine + 0.5)
    if len(steps) < FEWEST or abs(moved) <= LEAST_MOVE:
        return 0.0
    nearer = _distance(steps).mean() - _distance(steps - moved).mean()
    return moved if nearer > LEAST_GAIN or abs(moved) > CLEAR_MOVE else 0.0


def _late(vector: complex) -> float:
    """By which share of the way between two lines, -0.45 to 0.55, onsets come late.

    Halfway counts as late, as in files that begin with a delay.
    """
    late = -phase(vector) / (2 * pi)
    return late + (late < -0.45)


def _nearest(steps: Floats) -> Floats:
    nearest = steps + 0.5
    return np.floor(nearest, out=nearest)


def _distance(steps: Floats) -> Floats:
    beside = steps - _nearest(steps)
    return np.abs(beside, out=beside)


def meter_of(steps: Steps, loudness: Steps, bass: Flags, drums: Flags) -> Meter:
    """The meter that a song's onsets tell: 4/4 unless they are clearly in threes.

    2/4 can't be told from 4/4, nor 12/8 from 6/8.
    """
    length = int(steps.max()) + 1 if len(steps) else 0
    if length < LEAST_STEPS:
        return METERS[0]
    heard = np.stack(
        [np.bincount(steps, loudness * part, length) for part in (~drums, bass & ~drums, drums)]
    )
    power = (heard * heard).sum(axis=1) + 1e-9
    alike = {
        lag: float(
            ((heard[:, lag:] * heard[:, :-lag]).sum(axis=1) / power).mean()
            * length / (length - lag)
        )
        for lag in LAGS
    }  # fmt: skip
    threes = (alike[36] + alike[108] - alike[48] - alike[96]) / 2
    dotted = alike[18] + alike[54] - alike[12] - alike[24]
    if threes <= TERNARY:
        return METERS[0]
    return Meter(6, 8) if dotted > EIGHTHS else Meter(3, 4)


class OnGrid(NamedTuple):
    """Onsets on the grid."""

    onset: Steps
    error: Floats
    """Each onset's distance from the grid line it was put on, as a share of the way between two."""
    played: bool
    """Whether some of it was played by hand and put on the nearest 16th or triplet, not step."""
    of_32nds: bool
    """Whether the notes lie on half-steps."""


def on_grid(steps: Floats, track: Steps, pulse: Pulse, last: int) -> OnGrid:
    """Onsets on the nearest step; where a track is played by hand to a clear beat, on its nearest
    16th or triplet, as the beat has it."""
    onset = _nearest(steps)
    error = np.abs(steps - onset)
    of_32nds = abs(pulse.halves) > CLEAR_PULSE
    clear = max(abs(pulse.triplets), abs(pulse.sixteenths)) > BEATEN
    beaten = clear and len(steps) >= FEWEST and error.max() > BY_HAND
    played = _by_hand(steps, error, track) if beaten else None
    if played is None:
        return OnGrid(_within(onset, last), error, False, of_32nds)
    spacing = np.where(_in_triplets(steps, played), 4, 3)
    coarse = _nearest(steps / spacing) * spacing
    onset = np.where(played, coarse, onset)
    error = np.where(played, np.abs(steps - coarse) / spacing, error)
    return OnGrid(_within(onset, last), error, True, of_32nds)


def _within(onset: Floats, last: int) -> Steps:
    return np.minimum(np.maximum(onset, 0), last).astype(np.int64)


def _by_hand(steps: Floats, error: Floats, track: Steps) -> Flags | None:
    """Notes of tracks whose onsets lie beside the steps, and not on half-steps (32nds) either."""
    count = np.maximum(1, np.bincount(track))
    beside = np.bincount(track, error) > BY_HAND * count
    if beside.any():
        halves = np.bincount(track, _distance(2 * steps))
        beside &= halves > BY_HAND * count
    return beside[track] if beside.any() else None


def _in_triplets(steps: Floats, played: Flags) -> Flags:
    """Whether the beat of each onset is divided by three, as its onsets together have it."""
    beat = np.maximum(0, np.floor(steps / STEPS_PER_BEAT + 1 / 8)).astype(np.int64)
    off = [(steps - _nearest(steps / each) * each) ** 2 * played for each in (3, 4)]
    straight, triplet = (np.bincount(beat, each) for each in off)
    flags: Flags = (triplet < straight)[beat]
    return flags


def drift_of(onset: Steps, error: Floats) -> float:
    """The share of stretches of 16 beats, of 8 notes or more, that don't keep to the grid."""
    if error.sum() <= OFF_BEAT * FEWEST_TOLD:
        return 0.0
    stretch = onset // STRETCH
    count = np.bincount(stretch)
    told = count >= FEWEST_TOLD
    off = np.bincount(stretch, error)[told] > OFF_BEAT * count[told]
    return float(off.mean()) if len(off) else 0.0
