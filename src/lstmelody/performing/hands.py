"""Notes a little early or late, and louder or softer, as hands play them.

Knows roles, milliseconds and where in a bar notes stand. Does not know swing.
"""

from __future__ import annotations

import numpy as np

from lstmelody.music import STEPS_PER_BEAT, Role
from lstmelody.performing.dice import bells, drift
from lstmelody.performing.timeline import (
    PITCHES,
    PLAYERS,
    UNNAMED,
    Bars,
    Events,
    Floats,
    Ints64,
    Notes,
    ticks_per_ms,
)

LEAN_MS = {Role.DRUMS: 5.0, Role.BASS: 6.0, Role.CHORDS: 8.0, Role.LEAD: 12.0}
"""Standard deviation of how far off the grid each role leans, if played all by hand."""
HAND_MS = 2.5
"""Of each note by itself, by which the notes of a chord are spread."""
FARTHEST = 2.5
"""Standard deviations beyond which no note is moved."""
ROOM = 0.45
"""Share of the way to the next onset of its channel, or to the next bar, that a note is moved at
most: less than half, so that none overtakes another."""
DOWNBEAT, BEAT, EIGHTH, BETWEEN = 5.0, 2.0, -1.0, -4.0
"""Accents, in steps of velocity, by where in the bar a note stands."""
SWELL, PHRASE_BARS = 3.0, 4
"""Velocity rises to the middle of a phrase and falls."""
TOUCH, MOST_TOUCH = 2.0, 4.0
"""Standard deviation of a hand's velocity, and the most it is off."""
_DRAWN = _LEANING, _HAND, _TOUCHING = range(3)
"""What is drawn."""
_LEANS = np.array([*(LEAN_MS[role] for role in Role), LEAN_MS[Role.CHORDS]])


def touched(events: Events, notes: Notes, bars: Bars, humanise: float, seed: int) -> Ints64:
    """The velocity that hands give each note, by the bars that they begin in."""
    place = bars.step % bars.bar_steps
    accent = np.select(
        [place == 0, place % bars.beat_steps == 0, place % (STEPS_PER_BEAT // 2) == 0],
        [DOWNBEAT, BEAT, EIGHTH],
        BETWEEN,
    )
    swell = -SWELL * np.cos(2 * np.pi * bars.step / (bars.bar_steps * PHRASE_BARS))
    hand = TOUCH * bells(_key(seed, _TOUCHING), _keys(events, notes))
    louder = accent + swell + np.clip(hand, -MOST_TOUCH, MOST_TOUCH)
    return np.clip(np.rint(notes.velocity + humanise * louder), 1, 127).astype(np.int64)


def leaning(events: Events, notes: Notes, bars: Bars, tick: Ints64, late_ms: Floats) -> Ints64:
    """Where each event is when notes are early or late as `late_ms` has it, and as long as before.

    A note never begins before its instrument is chosen.
    """
    start, stop = tick[notes.start], tick[notes.stop]
    late = np.rint(late_ms * ticks_per_ms(events, events.tick[notes.start]))
    least, most = _room(notes, bars, start)
    begun = np.maximum(start + np.clip(late, least, most).astype(np.int64), tick[notes.sound])
    moved = tick.copy()
    moved[notes.stop] = np.maximum(begun + stop - start, begun)
    moved[notes.start] = begun
    return moved


def late_ms(events: Events, notes: Notes, seed: int) -> Floats:
    """How much later each note begins, if played all by hand: what its player leans at the time,
    and what a hand adds.

    Musicians' deviations from the beat fall as 1/f, so that neighbours are alike, and listeners
    prefer them to independent ones (Hennig et al., "The Nature and Perception of Fluctuations in
    Human Musical Rhythms", 2011).
    """
    tick, lean = events.tick[notes.start], _LEANS[np.minimum(notes.player, UNNAMED)]
    eighth = tick * 2 // events.ticks_per_beat
    late = lean * drift(eighth, _key(seed, _LEANING), notes.player)
    late += HAND_MS * bells(_key(seed, _HAND), _keys(events, notes))
    spread = FARTHEST * np.hypot(lean, HAND_MS)
    return np.clip(late, -spread, spread)


def _key(seed: int, drawn: int) -> int:
    return seed * len(_DRAWN) + drawn


def _keys(events: Events, notes: Notes) -> Ints64:
    """A number for each note, by who plays it, and what, and when."""
    return (events.tick[notes.start] * PLAYERS + notes.player) * PITCHES + notes.pitch


def _room(notes: Notes, bars: Bars, start: Ints64) -> tuple[Floats, Floats]:
    """How many ticks each note may be moved: back, which is less than nothing, and on."""
    apart = int(max(start.max(), bars.next_line_tick.max())) + 1
    """So far apart channels are laid out one after another."""
    first = notes.channel * apart
    onsets, which = np.unique(first + start, return_inverse=True)
    around = np.concatenate([[-apart], onsets, [onsets[-1] + apart]])
    before = np.maximum(around[which] - first, bars.line_tick)
    after = np.minimum(around[which + 2] - first, bars.next_line_tick)
    return (
        np.minimum(0, np.ceil(ROOM * (before - start))),
        np.maximum(0, np.floor(ROOM * (after - start))),
    )
