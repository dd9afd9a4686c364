"""Who plays bass and lead in each stretch of a song, so that both are lines and not crowds.

Where several parts may lead, the likeliest does; the lower voices of a lead and the upper ones of
a bass go to the chords, and what only doubles them in unison or octaves goes away. Knows notes,
bars and how likely a part has a role. Does not know names, programs or tracks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import Ints, Role
from lstmelody.traits import Strikes

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Roles = NDArray[np.int8]

BASS, CHORDS, LEAD = int(Role.BASS), int(Role.CHORDS), int(Role.LEAD)
"""As plain numbers, since NumPy takes 10 us to compare with a member of an enumeration."""
NOBODY = -1
"""The role of a note that is left out."""
NOTHING = -1_000
"""Far below all pitches: what is struck where nothing is."""
STRETCH = 4
"""Bars within which a part keeps its role."""
SILENCE = 8
"""Bars without a lead after which another part may take it."""
OVERLAP = 0.25
"""Share of its bars in a stretch that a part may have in common with those that go before it."""
DOUBLING = 0.6
"""Share of a part's notes, or of the lead's, from which on it is told to double the lead."""
CROWD = 0.25
"""Share of a lead's notes below its highest voice from which on it is taken to strike chords."""
LEFT_HAND = 14
"""Semitones below the highest note of the bar from which on such a part accompanies itself."""
LOWEST, HIGHEST = 24, 100
"""Pitches outside are moved by octaves: few instruments play them, fewer loudspeakers."""
LOWEST_MEAN, HIGHEST_MEAN = 28.0, 88.0
"""A part that lies beyond in the mean is moved as a whole, so that its line stays whole; a high
one only where it leaves what is in reach."""


class Standing(NamedTuple):
    """What is known of each part beside its notes."""

    role: Roles
    """Its own role: bass, chords or lead."""
    bass: Floats
    """Whose turn comes first where several basses play: the higher, the earlier."""
    lead: Floats
    """The same of leads."""
    stands_in: Bools
    """Whether it may lead where all leads are silent for long."""


def played(strikes: Strikes, standing: Standing, pitch: Ints, bar_steps: int) -> Roles:
    """The role of each note, by turns and voices, or `NOBODY`; the pitches are those played."""
    bar = strikes.onset // bar_steps
    parts, bars = len(standing.role), (int(bar.max()) // SILENCE + 1) * SILENCE
    cell = strikes.part * bars + bar
    count = np.bincount(cell, minlength=parts * bars).reshape(parts, bars)
    role = _by_turns(count > 0, standing).reshape(-1).take(cell)
    steps = bars * bar_steps
    _thin_bass(role, strikes, pitch, waiting=standing.role == BASS, steps=steps)
    lead = np.flatnonzero(role == LEAD)
    if len(lead):
        top = np.full(steps, NOTHING, np.int32)
        np.maximum.at(top, strikes.onset[lead], pitch[lead])
        below, chords = top.take(strikes.onset) - pitch, role == CHORDS
        _thin_lead(role, strikes, pitch, lead=lead, below=below[lead], cell=cell)
        _drop_doubles(role, chords, below, cell=cell, count=count)
    return role


def doubled(role: Roles, strikes: Strikes, standing: Standing) -> Roles:
    """The same roles, but each note that is left out has the role of what it doubles.

    That is the bass for the octaves of parts that may play it, and the lead for all others.
    """
    own = np.where(standing.role == BASS, BASS, LEAD).astype(np.int8)
    return np.where(role == NOBODY, np.repeat(own, strikes.notes), role)


def within_reach(strikes: Strikes) -> Ints:
    """The pitches, parts and then notes out of reach moved by octaves."""
    pitch = strikes.pitch
    if int(pitch.min()) >= LOWEST_MEAN and int(pitch.max()) <= HIGHEST:
        return pitch
    mean = np.add.reduceat(pitch, strikes.first) / strikes.notes
    too_high = np.maximum.reduceat(pitch, strikes.first) > HIGHEST
    octaves = np.ceil(np.maximum(0, LOWEST_MEAN - mean) / 12)
    octaves -= too_high * np.ceil(np.maximum(0, mean - HIGHEST_MEAN) / 12)
    if octaves.any():
        pitch = pitch + np.repeat(octaves.astype(np.int32) * 12, strikes.notes)
    if int(pitch.min()) < LOWEST or int(pitch.max()) > HIGHEST:
        pitch = pitch + 12 * (np.maximum(0, LOWEST - pitch + 11) // 12)
        pitch -= 12 * (np.maximum(0, pitch - HIGHEST + 11) // 12)
    return pitch


def _by_turns(plays: Bools, standing: Standing) -> Roles:
    """The role of each part in each bar, (parts, bars)."""
    role = np.repeat(standing.role[:, None], plays.shape[1], axis=1)
    taken = _take_turns(role, plays, standing.bass, BASS)
    taken = _take_turns(role, plays, standing.lead, LEAD)
    silent = ~taken.reshape(-1, SILENCE).any(axis=1)
    others = np.flatnonzero(standing.stands_in & (standing.role == CHORDS))
    if len(others) and silent.any():
        enough = plays[others].reshape(len(others), -1, SILENCE).sum(axis=2) >= SILENCE // 2
        free = enough & silent
        stretches = np.flatnonzero(free.any(axis=0))
        first = np.where(free[:, stretches], standing.lead[others, None], 0.0).argmax(axis=0)
        role.reshape(len(plays), -1, SILENCE)[others[first], stretches] = LEAD
    return role


def _take_turns(role: Roles, plays: Bools, rank: Floats, which: int) -> Bools:
    """Give the parts of a role their turns by rank; in which bars one of them plays."""
    own = np.flatnonzero(role[:, 0] == which)
    if not len(own):
        return np.zeros(plays.shape[1], bool)
    first, *others = sorted(own.tolist(), key=lambda part: -rank[part])
    taken: Bools = plays[first].copy()
    for part in others:
        bars = plays[part]
        own_bars, common = np.add.reduce(np.stack([bars, bars & taken]).reshape(2, -1, STRETCH), 2)
        waits = np.repeat(common > OVERLAP * own_bars, STRETCH)
        role[part, waits] = CHORDS
        taken |= bars & ~waits
    return taken


def _thin_bass(role: Roles, strikes: Strikes, pitch: Ints, *, waiting: Bools, steps: int) -> None:
    """Leave the bass its lowest voice; upper ones are chords, and octaves of it are dropped."""
    own = np.flatnonzero(np.repeat(waiting, strikes.notes))
    onset = strikes.onset[own]
    if np.count_nonzero(waiting) <= 1 and (onset[1:] != onset[:-1]).all():
        return  # one line already
    high, plays = pitch[own], role[own] == BASS
    low = np.full(steps, -NOTHING, np.int32)
    np.minimum.at(low, onset[plays], high[plays])
    above = high - low[onset]
    upper = plays & (above > 0)
    waits = ~plays
    if not upper.any() and not waits.any():
        return
    doubles = (above % 12 == 0) & (above > NOTHING // 2)
    role[own[upper]] = CHORDS
    role[own[upper & doubles]] = NOBODY
    part = strikes.part[own]  # a part that waits is dropped where it mostly doubles
    count = np.bincount(part[waits], minlength=len(waiting))
    doubled = np.bincount(part[waits & doubles], minlength=len(waiting))
    role[own[waits & (doubled >= DOUBLING * count)[part]]] = NOBODY


def _thin_lead(
    role: Roles, strikes: Strikes, pitch: Ints, *, lead: NDArray[np.intp], below: Ints, cell: Ints
) -> None:
    """Leave the lead its highest voice; lower ones are chords, and octaves of it are dropped."""
    lower = below > 0
    if not lower.any():
        return
    role[lead[lower]] = CHORDS
    role[lead[lower & (below % 12 == 0)]] = NOBODY
    part = strikes.part[lead]  # of one who strikes chords, low notes between are the left hand's
    parts = len(strikes.notes)
    under = np.bincount(part[lower], minlength=parts)
    crowd = under >= CROWD * np.bincount(part, minlength=parts)
    its = lead[crowd[part] & ~lower]
    bars = cell[its]
    top = np.zeros(int(cell.max()) + 1, np.int32)
    np.maximum.at(top, bars, pitch[its])
    role[its[top[bars] - pitch[its] > LEFT_HAND]] = CHORDS


def _drop_doubles(
    role: Roles, chords: Bools, below: Ints, *, cell: Ints, count: NDArray[np.intp]
) -> None:
    """Leave out of the chords what doubles the lead, where a part mostly does so."""
    doubles = (below == 0) | (below == 12) | (below == -12)
    double = np.flatnonzero(doubles & chords)
    if not len(double):
        return
    where = cell[double]
    doubled = np.bincount(where, minlength=count.size)
    leads = np.bincount(cell[role == LEAD], minlength=count.size)
    stretches = (3, len(count), -1, SILENCE)
    doubled, leads, own = np.stack([doubled, leads, count.reshape(-1)]).reshape(stretches).sum(3)
    fewer = np.minimum(own, leads.sum(axis=0))
    mostly = doubled >= DOUBLING * fewer
    role[double[mostly.reshape(-1)[where // SILENCE]]] = NOBODY
