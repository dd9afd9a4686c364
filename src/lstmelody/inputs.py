"""What one step of the model is given, as integers: the event heard, where we are, what was found.

The one place where events become table indices, so that training and composing can't differ.
Knows the layout of the model's inputs. Does not know the model.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.conditions import FRAME_CLASSES, PLACE_CLASSES, places
from lstmelody.events import FIELDS, Events, cells, times
from lstmelody.given import WAYS, look_ahead
from lstmelody.lookback import GAPS, LAGS, LINE, NONE, look_again, look_along, look_back
from lstmelody.music import Meter, Role
from lstmelody.outlines import HERE_CLASSES, Bar, Brief, Outline, along

START = 6
"""The role of the event that stands before the first one."""
PITCHES = 2 * FIELDS["pitch"]
"""Drum keys come after the pitches: they share numbers and nothing else."""

HEARD_CLASSES = (FIELDS["shift"], START + 1, PITCHES, FIELDS["duration"], FIELDS["velocity"])
CONTEXT_CLASSES = (*PLACE_CLASSES, *FRAME_CLASSES, *HERE_CLASSES)
FOUND_CLASSES = (GAPS, START, PITCHES, FIELDS["duration"], FIELDS["velocity"], 2)
AGAIN_CLASSES = (2, PITCHES, FIELDS["duration"], FIELDS["velocity"])
AHEAD_CLASSES = (WAYS, FIELDS["pitch"], FIELDS["duration"]) * len(Role)
SLOTS = len(LAGS) + 1
"""Looks back of a step: one for each lag, and one more at the lag that the outline names."""
RECALLED = SLOTS + LINE
"""Looks back of a chosen role: the same, and then its last notes."""

Ints16 = NDArray[np.int16]
Indices = NDArray[np.int64]
_LAG = Bar._fields.index("lag")
_NOTHING_FOUND = np.array([NONE, 0, 0, 0, 0, 0])
_NOT_PLAYED = np.zeros(4, np.int64)


class Inputs(NamedTuple):
    """What is known before an event is chosen, for n steps."""

    heard: Ints16
    """(n, 5) the event before: shift, role, pitch, duration, velocity."""
    context: Ints16
    """(n, 31) place in bar, in phrase, bars left; then the frame; then what is told of the bar."""
    found: Ints16
    """(n, slots, 6) what came next some bars ago: gap, role, pitch, duration, velocity, exact."""
    ahead: Ints16
    """(n, 12) the next note of each given role: the way to it, pitch, duration."""
    again: Ints16
    """(n, recalled, 4) what the chosen role played at the chosen moment some bars ago, and its last
    notes, the latest first: whether it did, pitch, duration, velocity."""


class Targets(NamedTuple):
    """What was chosen, for n steps."""

    cell: Ints16
    pitch: Ints16
    """Table index: drum keys from 128."""
    duration: Ints16
    velocity: Ints16


def inputs_of(events: Events, meter: Meter, brief: Brief) -> Inputs:
    """Everything the model is given along a song of n events, each step seeing only its past."""
    rows = _rows(events)
    before = np.concatenate([[[0, START, 0, 0, 0]], rows[:-1]])
    time = times(events, meter)
    heard_at = np.concatenate([[0], time[:-1]])
    frame = np.tile(brief.frame, (len(events), 1))
    place = places(heard_at, meter, brief.bars)
    context = np.concatenate([place, frame, along(brief.outline, heard_at, meter)], axis=1)
    found = _found(events, rows, meter)
    found = with_named(found, named_lags(brief.outline, heard_at, meter), _NOTHING_FOUND)
    again = _played(rows, *look_again(events, meter))
    again = with_named(again, named_lags(brief.outline, time, meter), _NOT_PLAYED)
    again = np.concatenate([again, _played(rows, *look_along(events))], axis=1)
    ahead = look_ahead(events, meter, brief.given)
    arrays = (before, context, found, ahead, again)
    return Inputs(*(each.astype(np.int16) for each in arrays))


def _found(events: Events, rows: Indices, meter: Meter) -> Indices:
    back = look_back(events, meter)
    found = np.concatenate(
        [back.gap[..., None], rows[back.event, 1:], back.exact[..., None]], axis=2
    )
    found[back.gap == NONE, 1:] = 0
    return np.concatenate([np.tile(_NOTHING_FOUND, (1, len(LAGS), 1)), found[:-1]])


def _played(rows: Indices, there: Indices, event: Indices) -> Indices:
    """The notes that were looked up, as columns of `again`."""
    played = np.concatenate([there[..., None], rows[event, 2:]], axis=2)
    return played * there[..., None]


def named_lags(outline: Outline, time: Indices, meter: Meter) -> Indices:
    """Which of `LAGS` the outline names for the bars in which the times lie; -1 for none."""
    padded = np.append(outline[:, _LAG], 0).astype(np.int64)
    lags: Indices = padded[np.minimum(time // meter.bar_steps, len(outline))] - 2
    return np.maximum(lags, -1)


def with_named(looks: Indices, lags: Indices, nothing: Indices) -> Indices:
    """(n, lags, k) looks back and the (n,) lags that are named → (n, lags + 1, k)."""
    named = np.where(lags[:, None] < 0, nothing, looks[np.arange(len(looks)), lags])
    return np.concatenate([looks, named[:, None]], axis=1)


def targets_of(events: Events) -> Targets:
    """What the model has to choose along a song of n events."""
    _, _, pitch, duration, velocity = _rows(events).T
    chosen = (cells(events), pitch, duration, velocity)
    return Targets(*(each.astype(np.int16) for each in chosen))


def _rows(events: Events) -> Indices:
    rows = events.astype(np.int64)
    rows[:, 2] += FIELDS["pitch"] * (rows[:, 1] == Role.DRUMS)
    return rows
