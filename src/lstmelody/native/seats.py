"""A song as it is composed: a record of what was played, what is planned, and what it may become.

A record of plain numbers can be copied, and compiled code reads it as it is. Of what was played
only as much is remembered as anyone looks back for: `EVENTS` of it. Of what is planned there are so
many bars at a time. Knows the layout. Does not know what is done with it.
"""

from __future__ import annotations

import numpy as np

from lstmelody.conditions import Frame
from lstmelody.events import FIELDS
from lstmelody.lookback import LINE
from lstmelody.music import Role
from lstmelody.outlines import Bar
from lstmelody.sampling import DRAWS

EVENTS = 16_384
"""Events that a seat remembers; the oldest half goes when it is full."""
BARS = 128
"""Bars of the plan that a seat holds, each in the place of its number modulo this."""
ROUNDS = 32
"""Events for which random numbers are laid out."""
KEPT = 10
"""Columns of a note that is given: time, role, pitch, duration and velocity class, its length in
steps, and the numbers of the next note of each role from it on, as `seating.kept_of` has them."""
VOICES = 32
"""Notes of a role that may be counted while they sound."""

PLACE = 1024
"""What one grid step is worth in `events.key`."""
ROLES, KEYS = len(Role), FIELDS["pitch"]

PLAYING, ENDED, TURNING = 0, 1, 2
NEVER = 1 << 60
"""The step of a turn that does not come."""

SEAT = np.dtype(
    [
        ("fresh", np.int64),  # 1 until the first step
        ("state", np.int64),
        ("count", np.int64),  # events remembered
        ("gone", np.int64),  # events forgotten
        ("time", np.int64),
        ("bar", np.int64),  # of the last event
        ("sound", np.int64),  # what was played in it, as a hash; and in the bar before
        ("sound_before", np.int64),
        ("nats", np.float64),  # how unlikely all that was chosen is
        ("owed", np.float64),  # and the event that is being chosen
        ("alike", np.int64),  # how many bars before were the same
        ("last_role", np.int64),  # of the event before; -1 at the start and after a rest
        ("last_pitch", np.int64),
        ("rows", np.int16, (EVENTS, len(FIELDS))),  # as `inputs.Inputs.heard`
        ("keys", np.int64, EVENTS),
        ("times", np.int64, EVENTS),
        ("sources", np.int32, EVENTS),  # the number of a given note; -1 for what was composed
        ("lines", np.int16, (ROLES, LINE, 4)),
        ("bar_steps", np.int64),
        ("bars", np.int64),  # 0 for an endless song
        ("first_step", np.int64),  # nothing is composed before it
        ("last_step", np.int64),  # nor from here on
        ("turn", np.int64),  # from this step on the song goes by another part
        ("floor", np.int64),  # the step of the last turn: what is chosen after it is not before it
        ("frame", np.int16, len(Frame._fields)),
        ("plan", np.int16, (BARS, len(Bar._fields))),
        ("asked", np.float64, (BARS, ROLES)),  # notes; NaN where open
        ("factors", np.float64, ROLES),  # what each role is multiplied by
        ("keys_open", np.uint8, (ROLES, KEYS)),  # pitches that a role may play
        ("tones", np.int64, (BARS, 2)),  # pitch classes for the beats of each half bar, as bits
        ("home", np.int64),  # the pitch classes of the bass in the last bar, as bits
        ("beat", np.int64),  # steps
        ("voices", np.int64, ROLES),  # notes that may sound at once; 0 for any number
        ("ends", np.int64, (ROLES, VOICES)),  # when the last notes of each role end
        ("given", np.uint8, ROLES),  # roles whose next note is told
        ("free", np.uint8, ROLES),  # roles that are composed
        ("warmth", np.float64, ROLES),  # temperature of each role's pitches
        ("temperature", np.float64),
        ("top_p", np.float64),
        ("kept", np.int64),  # the number of the next note that is given
        ("source", np.int64),  # of the event that is chosen
        ("length", np.int64),  # of its note, in steps
        ("kept_count", np.int64),
        ("pool", np.int64),  # where the song's given notes begin in the pool
        ("uniforms", np.float64, (ROUNDS, DRAWS)),
        ("drawn", np.int64),  # how many of these rows were used
    ],
    align=True,
)
