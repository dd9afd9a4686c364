"""Which track is drums, bass, chords or lead: a score becomes a song for a band of four.

A name that says a role is believed; else the learned table tells it by how the part moves among
the others. Knows names, General MIDI programs and what a band needs. Does not know MIDI bytes or
events, nor how the table was learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import PROGRAMS, Ints, Role, Score, Song, Track
from lstmelody.role_names import Said, said
from lstmelody.role_table import ROLES, odds
from lstmelody.traits import strikes_of, struck_together, traits_of

Floats = NDArray[np.float64]

EFFECT_PROGRAMS = frozenset({47, 113, *range(115, 128)})
"""Timpani, agogo, woodblock, toms, reverse cymbal, gunshot: pitched tracks that play no pitches.
Tinkle bell (112) and steel drums (114) are played as melodies."""
HIGHEST_BASS = 55.0
"""Mean MIDI pitch: above G3 a part does not carry the harmony, whatever it is called."""
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
COPIED = 0.85
"""Share of its notes that a copy has in common with the original."""
COPY_SEMITONES = 0.5
"""How far the mean pitches of a part and its copy may lie apart."""
ECHO_STEPS = 24
"""A copy up to two beats later is an echo: sequencers of games write them out."""
TITLE = 3
"""A name that so many tracks bear is the song's, not a part's."""


def arranged(score: Score) -> Song:
    """The score as a song: tracks given roles and merged by role, silent bars trimmed."""
    roles = roles_of(score)
    played = [
        (t.notes, role) for t, role in zip(score.tracks, roles, strict=True) if role is not None
    ]
    programs = {role: _program(score, roles, role) for role in Role}
    notes, bars = _merged(played, score.meter.bar_steps)
    return Song(notes, bars, score.meter, score.bpm, programs)


def roles_of(score: Score) -> list[Role | None]:
    """The role of each track, or None where it should be left out."""
    roles: list[Role | None] = [Role.DRUMS if track.is_drums else None for track in score.tracks]
    names = Counter(track.name for track in score.tracks)
    told = [said(t.name) if names[t.name] < TITLE else None for t in score.tracks]
    heard = parts_of(score, told)
    if heard:
        for index, role in zip(heard, _among(score, heard, told), strict=True):
            roles[index] = role
    return roles


def parts_of(score: Score, told: Sequence[Said | None]) -> list[int]:
    """The tracks that are parts of the music: no drums, no effects, no copies and no echoes."""
    heard: list[int] = []
    heart: dict[int, float] = {}
    for index, track in enumerate(score.tracks):
        if track.is_drums or track.program in EFFECT_PROGRAMS or told[index] == "effect":
            continue
        heart[index] = float(track.notes[:, 2].sum()) / len(track.notes)
        near = [other for other in heard if abs(heart[other] - heart[index]) < COPY_SEMITONES]
        copied = next((o for o in near if _is_copy(score.tracks[o], track)), None)
        if copied is None:
            heard.append(index)
        elif track.notes[0, 0] < score.tracks[copied].notes[0, 0]:  # what came first is the echo
            heard[heard.index(copied)] = index
    return sorted(heard)


def _is_copy(track: Track, other: Track) -> bool:
    """Whether one plays what the other does, at once or a little later."""
    fewer, more = sorted((len(track.notes), len(other.notes)))
    if fewer < 8 or fewer < COPIED * more:
        return False
    late, early = other.notes[[0, -1], 0] - track.notes[[0, -1], 0]
    own = track.notes[:, 0] * 128 + track.notes[:, 2]
    for delay in {int(late), int(early)}:
        if abs(delay) <= ECHO_STEPS:
            its = (other.notes[:, 0] - delay) * 128 + other.notes[:, 2]
            found = own[np.minimum(np.searchsorted(own, its), len(own) - 1)]
            if np.count_nonzero(found == its) >= COPIED * more:
                return True
    return False


def _among(score: Score, heard: list[int], told: Sequence[Said | None]) -> list[Role]:
    """The roles of the parts, told from all of them together."""
    tracks = [score.tracks[index] for index in heard]
    strikes = strikes_of([track.notes for track in tracks])
    together = struck_together(strikes)
    traits = traits_of(strikes, together, bars=score.bars, meter=score.meter)
    likely = odds(traits, [track.program for track in tracks])
    low = traits[:, 0] * 12 + 60 < HIGHEST_BASS
    names = [told[index] for index in heard]
    for part, name in enumerate(names):
        if name is not None and (name != Role.BASS or low[part]):
            likely[part] = [float(name == role) for role in ROLES]
    bass = _basses(likely, low)
    lead = _leads(np.where(bass, 0.0, likely[:, 2]))
    with_lead = together[:, lead].max(axis=1, initial=0) >= DOUBLED * strikes.notes
    lead |= with_lead & ~bass & (likely[:, 1] < 1)
    return [
        Role.BASS if bass[part] else Role.LEAD if lead[part] else Role.CHORDS
        for part in range(len(heard))
    ]


def _basses(likely: Floats, low: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The parts that are most likely bass; where there are none, the likeliest if it may be."""
    bass: NDArray[np.bool_] = (likely.argmax(axis=1) == 0) & low
    best = int(np.where(low, likely[:, 0], 0.0).argmax())
    if not bass.any() and low[best] and likely[best, 0] >= LEAST_BASS:
        bass[best] = True
    return bass


def _leads(likely: Floats) -> NDArray[np.bool_]:
    """Those whom names call lead, else the likeliest; and the next as far as they are sure."""
    lead: NDArray[np.bool_] = likely == 1
    beside = BESIDE_NAMED if lead.any() else NEXT_LEAD
    for part in np.argsort(-likely, kind="stable")[:MOST_LEADS]:
        if lead.sum() < MOST_LEADS and likely[part] >= (beside if lead.any() else LEAST_LEAD):
            lead[part] = True
    return lead


def _merged(parts: Sequence[tuple[Ints, Role]], bar_steps: int) -> tuple[Ints, int]:
    """Parts as notes in canonical order, from the first bar that has one on, and how many bars.

    What `music.canonical` and `music.trimmed` make of them, in a third of the time: all of a note
    goes into one integer of 58 bits, so that a plain sort does it.
    """
    if not parts:
        return np.empty((0, 5), np.int32), 0
    notes = np.concatenate([notes for notes, _ in parts])
    onset, duration, pitch, velocity = notes.T.astype(np.int64, order="C")
    first, last = int(onset.min()) // bar_steps, int(onset.max()) // bar_steps
    onset -= first * bar_steps
    longest = (last + 1 - first) * bar_steps
    assert longest < 1 << 21, "a song has at most two million steps"
    np.minimum(duration, longest - onset, out=duration)
    role = np.repeat([int(role) for _, role in parts], [len(notes) for notes, _ in parts])
    key = ((onset << 2 | role) << 7 | pitch) << 28 | (longest - duration) << 7 | (127 - velocity)
    key.sort()
    new = np.ones(len(key), bool)
    new[1:] = key[1:] >> 28 != key[:-1] >> 28
    key = key[new]
    merged = np.empty((len(key), 5), np.int32)
    merged[:, 0], merged[:, 1], merged[:, 2] = key >> 37, key >> 35 & 3, key >> 28 & 127
    merged[:, 3], merged[:, 4] = longest - (key >> 7 & (1 << 21) - 1), 127 - (key & 127)
    return merged, last + 1 - first


def _program(score: Score, roles: list[Role | None], role: Role) -> int:
    """The program that plays most of the role's notes."""
    notes: dict[int, int] = {}
    for track, each in zip(score.tracks, roles, strict=True):
        if each == role:
            notes[track.program] = notes.get(track.program, 0) + len(track.notes)
    return max(notes, key=lambda program: notes[program], default=PROGRAMS[role])
