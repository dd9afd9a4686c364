"""Songs ⇄ events: what the model reads and writes, one event a note.

Knows the field tables, the grammar of rests and the end, and the order of events. Does not know
MIDI, files, or how an event is predicted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import Ints, Meter, Role, Song, canonical

Events = NDArray[np.uint8]
"""(n, 5) array whose columns are those of `Event`."""

FIELDS = {"shift": 72, "role": 6, "pitch": 128, "duration": 32, "velocity": 16}
"""The fields of an event, in the order they are predicted, and how many classes each has."""

REST, END = 4, 5
"""Values of the role field beside the four roles: a whole bar of waiting, and the song's close."""
LONGEST_SHIFT = FIELDS["shift"] - 1
NOTE_CELLS = FIELDS["shift"] * len(Role)
REST_CELL, END_CELL = NOTE_CELLS, NOTE_CELLS + 1
CELLS = NOTE_CELLS + 2
"""(shift, role) as one joint class: note cells in the order of time, then rest, then end."""

# Every length up to a beat, then those that music is written in, up to four bars of 4/4.
DURATIONS = np.array(
    [
        *range(1, 13),
        14,
        15,
        16,
        18,
        20,
        21,
        24,
        27,
        30,
        33,
        36,
        42,
        45,
        48,
        60,
        72,
        84,
        96,
        144,
        192,
    ],
    dtype=np.int32,
)
DRUM_STEPS = 3
"""A drum rings as long as it rings: all are written as 16ths and have one duration class."""
VELOCITY_WIDTH = 128 // FIELDS["velocity"]

# The class of each length for each role: the nearest, or the only one of drums.
_DURATION_CLASSES = np.zeros((len(Role), DURATIONS[-1] + 1), dtype=np.uint8)
_DURATION_CLASSES[1:] = np.abs(np.arange(DURATIONS[-1] + 1)[:, None] - DURATIONS).argmin(axis=1)


class Event(NamedTuple):
    """One event: a note, a rest or the end; the last three fields are 0 but for notes."""

    shift: int
    """Grid steps since the event before; a rest moves a whole bar on instead."""
    role: int
    pitch: int
    duration: int
    """Index into `DURATIONS`."""
    velocity: int
    """Class 0..15."""


_REST = np.array(Event(0, REST, 0, 0, 0), dtype=np.uint8)


def encode(song: Song) -> Events:
    """The song's events in canonical order, closed by an end; times are kept exactly."""
    onset, role, pitch, duration, velocity = np.ascontiguousarray(song.notes.T)
    shift = np.diff(onset, prepend=onset.dtype.type(0))
    waits = np.flatnonzero(shift > LONGEST_SHIFT)
    rests = -(-(shift[waits] - LONGEST_SHIFT) // song.meter.bar_steps)
    shift[waits] -= rests * song.meter.bar_steps
    events = np.empty((len(onset) + 1, len(FIELDS)), dtype=np.uint8)
    events[:-1, 0] = shift
    events[:-1, 1] = role
    events[:-1, 2] = pitch
    events[:-1, 3] = _DURATION_CLASSES[role, np.minimum(duration, DURATIONS[-1])]
    events[:-1, 4] = velocity // VELOCITY_WIDTH
    events[-1] = Event(0, END, 0, 0, 0)
    return np.insert(events, np.repeat(waits, rests), _REST, axis=0) if len(waits) else events


def decode(events: Events, meter: Meter) -> Ints:
    """The notes that events stand for, as `Song.notes` has them."""
    is_note = events[:, 1] < REST
    onset = times(events, meter)[is_note]
    _, role, pitch, duration, velocity = events[is_note].T.astype(np.int32)
    length = np.where(role == Role.DRUMS, DRUM_STEPS, DURATIONS[duration])
    loudness = velocity * VELOCITY_WIDTH + VELOCITY_WIDTH // 2
    return canonical(np.stack([onset, role, pitch, length, loudness], axis=1).astype(np.int32))


def steps_of(role: int, duration: int) -> int:
    """Grid steps that a duration class lasts."""
    return DRUM_STEPS if role == Role.DRUMS else int(DURATIONS[duration])


def velocity_of(velocity: int) -> int:
    """The MIDI velocity in the middle of a class, 4..124."""
    return velocity * VELOCITY_WIDTH + VELOCITY_WIDTH // 2


def times(events: Events, meter: Meter) -> NDArray[np.int64]:
    """Where each event lies, in grid steps from the start; a rest lies at the end of its wait."""
    moved = events[:, 0].astype(np.int64) + meter.bar_steps * (events[:, 1] == REST)
    return np.cumsum(moved)


def key(time: int, role: int, pitch: int) -> int:
    """The place of an event in canonical order, as one number that grows along a song."""
    return time * 1024 + (0 if role == REST else (role + 1) * 128 + pitch)


def keys(events: Events, meter: Meter) -> NDArray[np.int64]:
    """`key` of each event, in one go; strictly growing."""
    role = events[:, 1].astype(np.int64)
    place = np.where(role == REST, 0, (role + 1) * 128 + events[:, 2])
    return times(events, meter) * 1024 + place


def cells(events: Events) -> NDArray[np.int64]:
    """The joint (shift, role) class of each event, 0..289."""
    shift, role = events[:, 0].astype(np.int64), events[:, 1].astype(np.int64)
    return np.where(role < REST, shift * len(Role) + role, NOTE_CELLS + role - REST)
