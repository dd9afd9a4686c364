"""Where the notes of a file lie as they are heard: on the grid, in what tempo, in which bars.

Knows ticks, beats, and which notes tell a downbeat or a backbeat. Does not know MIDI files, tracks'
names or roles.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import barlines, beats, downbeats
from lstmelody.barlines import Piece
from lstmelody.beats import OnGrid
from lstmelody.errors import BadMidi, TooLarge
from lstmelody.music import METERS, STEPS_PER_BEAT, Meter

MAX_BARS = 2_000
LOW = 48
"""Pitches below C3 are bass, to hear the meter by."""
FREE, DOUBLE_TIME_BPM = 0.15, 100.0
"""Beyond this distance from the grid a song of 32nds, at this tempo or slower, was written in
half its tempo."""
HALF_TIME_BPM, SNARES = 185.0, range(37, 41)
"""Faster songs whose snare strikes once a bar, on the third beat, are felt at half the tempo."""
FEWEST_STRIKES, HALF_TIME, COARSE = 32, 0.85, 0.99
"""Snare strikes that tell it; the share of them on that beat; the share of notes that must lie on
even steps, since half of those would be left."""

Ints64 = NDArray[np.int64]


class Notes(NamedTuple):
    """The notes of all tracks of a file, one after another."""

    track: Ints64
    tick: Ints64
    length_ticks: Ints64
    pitch: Ints64
    velocity: Ints64
    drums: NDArray[np.bool_]
    """Whether their track is drums."""


class Placed(NamedTuple):
    """A file's notes on the grid."""

    inside: NDArray[np.bool_]
    """Which notes of the file are in the song; the others below are of those alone."""
    grid: OnGrid
    error: float
    """Mean distance from the grid."""
    ticks_per_beat: float
    pickup_steps: int
    moved_steps: float


def placed(notes: Notes, run: list[Piece], ticks_per_beat: float) -> Placed:
    """The notes on the grid, which is moved to where they are if all lie beside it."""
    laid = barlines.laid_out(notes.tick, run, ticks_per_beat)
    steps, track = laid.steps, notes.track
    if not laid.inside.all():
        steps, track = steps[laid.inside], track[laid.inside]
    if not len(steps):
        raise BadMidi("There are no notes in this MIDI file.", "no notes")
    bars = int(steps.max() / run[0].meter.bar_steps) + 1
    if bars > MAX_BARS:
        raise TooLarge(
            f"This MIDI file is {bars:,} bars long; at most {MAX_BARS:,} can be read.", "too long"
        )
    pulse = beats.pulse_of(steps)
    moved = beats.moved_by(steps, pulse)
    grid = beats.on_grid(steps - moved, track, pulse, laid.last)
    error = float(grid.error.mean())
    return Placed(laid.inside, grid, error, ticks_per_beat, laid.pickup_steps, moved)


def as_felt(
    notes: Notes, run: list[Piece], ticks_per_beat: float, bpm: float
) -> tuple[Placed, float]:
    """The notes placed in the tempo that is felt, and how many times as fast that is as the file
    tells: once, twice or half."""
    told = placed(notes, run, ticks_per_beat)
    if told.error > FREE and told.grid.of_32nds and bpm <= DOUBLE_TIME_BPM:
        return placed(notes, run, ticks_per_beat / 2), 2.0
    if bpm > HALF_TIME_BPM and _in_half_time(notes, told, run):
        return placed(notes, run, ticks_per_beat * 2), 0.5
    return told, 1.0


def inside(notes: Notes, its: Placed) -> Notes:
    """The notes that are in the song."""
    return only(notes, its.inside)


def only(notes: Notes, which: NDArray[np.bool_]) -> Notes:
    """Some of the notes."""
    if which.all():
        return notes
    track, tick, length_ticks, pitch, velocity, drums = notes
    return Notes(
        track[which],
        tick[which],
        length_ticks[which],
        pitch[which],
        velocity[which],
        drums[which],
    )


def _in_half_time(notes: Notes, its: Placed, run: list[Piece]) -> bool:
    """Whether two bars of a fast song are one to who hears it: a backbeat once a bar says so."""
    heard, onset = inside(notes, its), its.grid.onset
    if run[0].meter != METERS[0] or len(run) > 1 or (onset % 2 == 0).mean() < COARSE:
        return False
    snare = heard.drums & (heard.pitch >= SNARES.start) & (heard.pitch < SNARES.stop)
    strikes = onset[snare] % METERS[0].bar_steps
    return len(strikes) >= FEWEST_STRIKES and bool((strikes == 24).mean() > HALF_TIME)


def meter_heard(heard: Notes, its: Placed) -> Meter:
    """The meter that the notes inside tell where the file does not."""
    return beats.meter_of(its.grid.onset, heard.velocity, heard.pitch < LOW, heard.drums)


def rebarred(heard: Notes, its: Placed, run: list[Piece]) -> list[Piece]:
    """The run with its bars where the notes inside clearly begin them, where that is elsewhere.

    A run of several pieces is left alone: who writes other meters between knows where bars are.
    """
    if len(run) > 1:
        return run
    beat, meter = its.ticks_per_beat, run[0].meter
    length: NDArray[np.float64] = heard.length_ticks * np.float64(STEPS_PER_BEAT / beat)
    struck = downbeats.Struck(its.grid.onset, heard.track, heard.pitch, length, heard.drums)
    told = downbeats.stretches(downbeats.evidence(struck))
    if told == downbeats.AS_TOLD:
        return run
    first = run[0].start_tick - (barlines.bar_ticks(meter, beat) if its.pickup_steps else 0)
    starts = [round(first + (4 * stretch.first_bar + stretch.beat) * beat) for stretch in told]
    stops = [*starts[1:], run[0].stop_tick]
    return [Piece(start, stop, meter) for start, stop in zip(starts, stops, strict=True)]
