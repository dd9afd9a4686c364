"""Which track is drums, bass, chords or lead: a score becomes a song for a band of four.

A name that says a role is believed; else the learned table tells it by how the part moves among
the others. Knows names, General MIDI programs and what a band needs. Does not know MIDI bytes or
events, nor how the table was learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody import turns
from lstmelody.doubles import BASS_PROGRAMS, HIGHEST_BASS, heard_for, originals
from lstmelody.music import PROGRAMS, Ints, Role, Score, Song, Track
from lstmelody.role_names import Said, said
from lstmelody.role_table import ROLES, odds
from lstmelody.traits import NAMES, Strikes, strikes_of, struck_together, traits_of

Floats = NDArray[np.float64]

LEAST_BASS = 0.2
"""Odds from which on the likeliest part is the bass of a song that has no other."""
LEAST_LEAD = 0.35
"""Odds from which on the likeliest part is the lead."""
NEXT_LEAD = 0.6
"""Odds from which on another part leads as well, such as a solo beside the voice."""
BESIDE_NAMED = 0.85
"""The same in a song whose names say who leads: mostly they name all who do."""
MOST_LEADS = 3
DOUBLED = 0.8
"""Share of a part's notes that it plays with another whose double it is."""
STAND_IN = 0.4
"""Odds from which on a part may lead where those who do are silent for long."""
MOST_AT_ONCE = 1.8
"""Notes that such a part strikes at once, in the mean."""
CHORDS_AT_ONCE = 2.0
"""Notes struck at once, in the mean, from which on a part is half as likely a lead."""
FEW_NOTES = 16
"""A part of fewer is half as likely a lead as well."""
WITH_BASS = 0.6
"""And one that plays this share of its notes with a bass."""
AT_ONCE = NAMES.index("notes at once")
NO_NOTES = np.empty((0, 4), np.int32)
MOST_STEPS = (1 << 21) - 1
TITLE = 3
"""A name that so many tracks bear is the song's, not a part's."""


class Parts(NamedTuple):
    """The parts of a score that are music, and what each of them is."""

    heard: list[int]
    """Which tracks they are."""
    strikes: Strikes
    likely: Floats
    """(parts, 3): odds of `ROLES`, told without names."""
    standing: turns.Standing
    doubles: dict[int, int]
    """Which tracks copy or echo a part, and which track that is."""


class ByNote(NamedTuple):
    """What `arranged` makes of each note, those included that it leaves out as doubles."""

    role: list[turns.Roles]
    """Of each track, by its notes; `turns.NOBODY` for effects, which are no part of the music."""
    first_bar: int
    """The bar of the score that is the song's first."""


def arranged(score: Score) -> Song:
    """The score as a song: tracks given roles and merged by role, silent bars trimmed."""
    parts = _parts(score)
    drums = np.concatenate([t.notes for t in score.tracks if t.is_drums] or [NO_NOTES])
    programs = {**PROGRAMS, Role.DRUMS: _kit(score)}
    columns: list[NDArray[Any]] = [*drums.T, np.zeros(len(drums), np.int8)]
    if parts:
        strikes = parts.strikes
        pitch = turns.within_reach(strikes)
        role = turns.played(strikes, parts.standing, pitch, score.meter.bar_steps)
        programs |= _programs(score, parts, role)
        own: list[NDArray[Any]] = [strikes.onset, strikes.duration, pitch, strikes.velocity, role]
        columns = [np.concatenate(pair) for pair in zip(columns, own, strict=True)]
    notes, bars = _merged(columns, score.meter.bar_steps)
    return Song(notes, bars, score.meter, score.bpm, programs)


def by_note(score: Score) -> ByNote:
    """The role of every note; what doubles a part has the role of the note it doubles."""
    role_of = {True: int(Role.DRUMS), False: turns.NOBODY}
    by_track = [np.full(len(t.notes), role_of[t.is_drums], np.int8) for t in score.tracks]
    onsets = [t.notes[:, 0] for t in score.tracks if t.is_drums]
    if parts := _parts(score):
        strikes, standing = parts.strikes, parts.standing
        role = turns.played(strikes, standing, turns.within_reach(strikes), score.meter.bar_steps)
        onsets.append(strikes.onset[role != turns.NOBODY])
        told = np.split(turns.doubled(role, strikes, standing), strikes.first[1:])
        for index, its in zip(parts.heard, told, strict=True):
            by_track[index] = its
        for copy, index in parts.doubles.items():
            notes = score.tracks[index].notes
            by_track[copy] = by_track[index][originals(score.tracks[copy].notes, notes)]
    first = min((int(each.min()) for each in onsets if len(each)), default=0)
    return ByNote(by_track, first // score.meter.bar_steps)


def roles_of(score: Score) -> list[Role | None]:
    """The role of each track, or None where it should be left out.

    A part of several that may lead, or play the bass, has its turns: see `turns.played`.
    """
    roles: list[Role | None] = [Role.DRUMS if track.is_drums else None for track in score.tracks]
    parts = _parts(score)
    if parts:
        for index, role in zip(parts.heard, parts.standing.role.tolist(), strict=True):
            roles[index] = Role(role)
    return roles


def _parts(score: Score) -> Parts | None:
    """What each part is, told from all of them together; None where there are none."""
    names = Counter(track.name for track in score.tracks)
    told = [said(t.name) if names[t.name] < TITLE else None for t in score.tracks]
    heard = heard_for(score, told)
    if not heard:
        return None
    parts = sorted(set(heard.values()))
    doubles = {track: its for track, its in heard.items() if track != its}
    tracks = [score.tracks[index] for index in parts]
    strikes = strikes_of([track.notes for track in tracks])
    together = struck_together(strikes)
    traits = traits_of(strikes, together, bars=score.bars, meter=score.meter)
    likely = odds(traits, [track.program for track in tracks])
    standing = _standing([told[n] for n in parts], tracks, likely, (traits, together))
    return Parts(parts, strikes, likely, standing, doubles)


def _standing(
    names: Sequence[Said | None],
    tracks: Sequence[Track],
    likely: Floats,
    heard: tuple[Floats, Floats],
) -> turns.Standing:
    """What each part is by its name, else by how it plays, and which goes first."""
    traits, together = heard
    by_name = likely.copy()
    low = traits[:, 0] * 12 + 60 < HIGHEST_BASS
    for part, name in enumerate(names):
        if name is not None and (name != Role.BASS or low[part]):
            by_name[part] = [float(name == role) for role in ROLES]
    count = np.array([len(track.notes) for track in tracks])
    bass = _basses(by_name, low)
    at_once = traits[:, AT_ONCE] * 3
    with_bass = together[:, bass].max(axis=1, initial=0) >= WITH_BASS * count
    doubtful = (at_once >= CHORDS_AT_ONCE) | (count < FEW_NOTES) | with_bass
    doubtful &= by_name[:, 2] < 1
    may_lead = np.where(bass, 0.0, by_name[:, 2])
    lead = _leads(np.where(doubtful, may_lead / 2, may_lead))
    if not lead.any():
        lead = _leads(may_lead)
    with_lead = together[:, lead].max(axis=1, initial=0) >= DOUBLED * count
    lead |= with_lead & ~bass & (by_name[:, 1] < 1)
    role = np.where(bass, turns.BASS, np.where(lead, turns.LEAD, turns.CHORDS)).astype(np.int8)
    stands_in = (by_name[:, 2] >= STAND_IN) & (at_once < MOST_AT_ONCE)
    fits = np.array([track.program in BASS_PROGRAMS for track in tracks])
    first_bass = likely[:, 0] + (by_name[:, 0] == 1) + fits + 0.1 * count / count.max()
    return turns.Standing(role, first_bass, likely[:, 2] + (by_name[:, 2] == 1), stands_in)


def _basses(likely: Floats, low: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The parts that are most likely bass; where there are none, the likeliest if it may be."""
    bass: NDArray[np.bool_] = (likely.argmax(axis=1) == 0) & low
    best = int(np.where(low, likely[:, 0], 0.0).argmax())
    if not bass.any() and low[best] and likely[best, 0] >= LEAST_BASS:
        bass[best] = True
    return bass


def _leads(likely: Floats) -> NDArray[np.bool_]:
    """Those whom names call lead, else the likeliest; and the next as far as they are sure."""
    odds_of = likely.tolist()  # so few that arrays are slower
    leads = [part for part, each in enumerate(odds_of) if each == 1]
    beside = BESIDE_NAMED if leads else NEXT_LEAD
    for part in sorted(range(len(odds_of)), key=lambda part: -odds_of[part])[:MOST_LEADS]:
        sure = odds_of[part] >= (beside if leads else LEAST_LEAD)
        if sure and len(leads) < MOST_LEADS and part not in leads:
            leads.append(part)
    lead = np.zeros(len(odds_of), bool)
    lead[leads] = True
    return lead


def _merged(columns: Sequence[NDArray[Any]], bar_steps: int) -> tuple[Ints, int]:
    """Notes in canonical order, from the first bar that has one on, and how many bars.

    The columns are onset, duration, pitch, velocity and role. What `music.canonical` and
    `music.trimmed` make of them, in a third of the time: all of a note goes into one integer of
    58 bits, so that a plain sort does it.
    """
    onset, duration, pitch, velocity, role = columns
    tone = (onset << 2 | role) << 7 | pitch
    key = tone.astype(np.int64) << 28
    key |= (MOST_STEPS - duration) << 7 | (127 - velocity)
    key = key[role != turns.NOBODY]
    if not len(key):
        return np.empty((0, 5), np.int32), 0
    key.sort(kind="stable")  # parts are in order already, which it makes use of
    tone = (key >> 28).astype(np.int32)
    new = np.ones(len(key), bool)
    np.not_equal(tone[1:], tone[:-1], out=new[1:])
    tone, rest = tone[new], key.astype(np.int32)[new]
    onset = tone >> 9
    first, last = int(onset[0]) // bar_steps, int(onset[-1]) // bar_steps
    assert last * bar_steps < MOST_STEPS, "a song has at most two million steps"
    onset -= first * bar_steps
    merged = np.empty((len(onset), 5), np.int32)
    merged[:, 0], merged[:, 1], merged[:, 2] = onset, tone >> 7 & 3, tone & 127
    rings = MOST_STEPS - (rest >> 7 & MOST_STEPS)
    merged[:, 3] = np.minimum(rings, (last + 1 - first) * bar_steps - onset)
    merged[:, 4] = 127 - (rest & 127)
    return merged, last + 1 - first


def _kit(score: Score) -> int:
    """The drum kit that plays most notes."""
    notes = Counter[int]()
    for track in score.tracks:
        if track.is_drums:
            notes[track.program] += len(track.notes)
    return max(notes, key=lambda kit: notes[kit], default=PROGRAMS[Role.DRUMS])


def _programs(score: Score, parts: Parts, role: turns.Roles) -> dict[Role, int]:
    """For each role the program of what is most typical of it: its notes times their odds."""
    count = np.bincount(parts.strikes.part * 5 + (role + 1), minlength=len(parts.heard) * 5)
    weight = (count.reshape(-1, 5)[:, 2:] * parts.likely).T.tolist()
    programs: dict[Role, int] = {}
    for each, its in zip(ROLES, weight, strict=True):
        sums: dict[int, float] = {}
        for index, notes in zip(parts.heard, its, strict=True):
            program = score.tracks[index].program
            sums[program] = sums.get(program, 0) + notes
        if any(its):
            programs[each] = max(sums, key=lambda program: sums[program])
    return programs
