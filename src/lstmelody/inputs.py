"""What one step of the model is given, as integers: the event heard, where we are, what was found.

The one place where events become table indices, so that training and composing can't differ.
Knows the layout of the model's inputs. Does not know the model.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import FRAME_CLASSES, PLACE_CLASSES, Frame, places
from lstmelody.events import FIELDS, Events, cells
from lstmelody.lookback import GAPS, LAGS, NONE, look_again, look_back
from lstmelody.music import Meter, Role

START = 6
"""The role of the event that stands before the first one."""
PITCHES = 2 * FIELDS["pitch"]
"""Drum keys come after the pitches: they share numbers and nothing else."""

HEARD_CLASSES = (FIELDS["shift"], START + 1, PITCHES, FIELDS["duration"], FIELDS["velocity"])
CONTEXT_CLASSES = (*PLACE_CLASSES, *FRAME_CLASSES)
FOUND_CLASSES = (GAPS, START, PITCHES, FIELDS["duration"], FIELDS["velocity"], 2)
AGAIN_CLASSES = (2, PITCHES, FIELDS["duration"], FIELDS["velocity"])

Ints16 = NDArray[np.int16]


class Inputs(NamedTuple):
    """What is known before an event is chosen, for n steps."""

    heard: Ints16
    """(n, 5) the event before: shift, role, pitch, duration, velocity."""
    context: Ints16
    """(n, 10) place in bar, in phrase, bars left; then the frame."""
    found: Ints16
    """(n, lags, 6) what came next some bars ago: gap, role, pitch, duration, velocity, exact."""
    again: Ints16
    """(n, lags, 4) what the chosen role played at the chosen moment some bars ago: whether it
    did, pitch, duration, velocity."""


class Targets(NamedTuple):
    """What was chosen, for n steps."""

    cell: Ints16
    pitch: Ints16
    """Table index: drum keys from 128."""
    duration: Ints16
    velocity: Ints16


def pitch_index(role: int, pitch: int) -> int:
    """Where a pitch stands in the tables: drum keys come after the pitches."""
    return pitch + FIELDS["pitch"] * (role == Role.DRUMS)


def inputs_of(events: Events, meter: Meter, bars: int, frame: Frame) -> Inputs:
    """Everything the model is given along a song of n events, each step seeing only its past."""
    rows = _rows(events)
    before = np.concatenate([[[0, START, 0, 0, 0]], rows[:-1]])
    place = np.concatenate([[[0, 0, 0]], places(events, meter, bars)[:-1]])
    place[0, 2] = places(np.zeros((1, 5), np.uint8), meter, bars)[0, 2]
    context = np.concatenate([place, np.tile(frame, (len(events), 1))], axis=1)
    back = look_back(events, meter)
    found = np.concatenate(
        [back.gap[..., None], rows[back.event, 1:], back.exact[..., None]], axis=2
    )
    found[back.gap == NONE, 1:] = 0
    nothing = np.tile([NONE, 0, 0, 0, 0, 0], (1, len(LAGS), 1))
    found = np.concatenate([nothing, found[:-1]])
    there, event = look_again(events, meter)
    again = np.concatenate([there[..., None], rows[event, 2:]], axis=2) * there[..., None]
    return Inputs(*(each.astype(np.int16) for each in (before, context, found, again)))


def targets_of(events: Events) -> Targets:
    """What the model has to choose along a song of n events."""
    _, _, pitch, duration, velocity = _rows(events).T
    chosen = (cells(events), pitch, duration, velocity)
    return Targets(*(each.astype(np.int16) for each in chosen))


def _rows(events: Events) -> NDArray[np.int64]:
    rows = events.astype(np.int64)
    rows[:, 2] += FIELDS["pitch"] * (rows[:, 1] == Role.DRUMS)
    return rows
