"""Which tracks are parts of the music, and which only double one as a copy or an echo.

Knows notes, names that say what a track is, and General MIDI programs. Does not know who plays
bass, chords or lead.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import Ints, Score, Track
from lstmelody.role_names import Said

EFFECT_PROGRAMS = frozenset({47, 113, *range(115, 128)})
"""Timpani, agogo, woodblock, toms, reverse cymbal, gunshot: pitched tracks that play no pitches.
Tinkle bell (112) and steel drums (114) are played as melodies."""
HIGHEST_BASS = 55.0
"""Mean MIDI pitch: above G3 a part does not carry the harmony, whatever it is called."""
COPIED = 0.85
"""Share of its notes that a copy has in common with the original."""
COPY_SEMITONES = 0.5
"""How far the mean pitches of a part and its copy may lie apart."""
ECHO_STEPS = 24
"""A copy up to two beats later is an echo: sequencers of games write them out."""
BASS_PROGRAMS = frozenset({*range(32, 40), 43, 58})
"""Basses, the contrabass and the tuba: of two that play a bass, these are the first."""
FAR = 1 << 21
"""Steps; further than any two notes of one pitch are apart."""


def parts_of(score: Score, told: Sequence[Said | None]) -> list[int]:
    """The tracks that are parts of the music: no drums, no effects, no copies and no echoes."""
    return sorted(set(heard_for(score, told).values()))


def heard_for(score: Score, told: Sequence[Said | None]) -> dict[int, int]:
    """For each pitched track that is no effect the one that is heard: itself, or what it copies."""
    heard: list[int] = []
    heard_as: dict[int, int] = {}
    heart: dict[int, float] = {}
    for index, track in enumerate(score.tracks):
        if track.is_drums or track.program in EFFECT_PROGRAMS or told[index] == "effect":
            continue
        heart[index] = float(track.notes[:, 2].sum()) / len(track.notes)
        near = [other for other in heard if abs(heart[other] - heart[index]) < COPY_SEMITONES]
        copied = next((o for o in near if _is_copy(score.tracks[o], track)), None)
        if copied is None:
            heard.append(index)
        elif _is_rather(track, score.tracks[copied]):
            heard[heard.index(copied)] = index
            heard_as |= {each: index for each, its in heard_as.items() if its == copied}
            copied = index
        heard_as[index] = index if copied is None else copied
    return heard_as


def _is_rather(track: Track, other: Track) -> bool:
    """Whether the second of two that play the same is heard: the first in time, or the bass."""
    early, late = track.notes[0, 0], other.notes[0, 0]
    is_bass, other_is = track.program in BASS_PROGRAMS, other.program in BASS_PROGRAMS
    low = float(track.notes[:, 2].mean()) < HIGHEST_BASS
    return bool(early < late or (early == late and low and is_bass and not other_is))


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


def originals(copy: Ints, notes: Ints) -> NDArray[np.int64]:
    """For each note of a copy the one it doubles: the nearest of its pitch in the original."""
    place, wanted = notes[:, 2] * FAR + notes[:, 0], copy[:, 2] * FAR + copy[:, 0]
    order = np.argsort(place)
    place = place[order]
    after = np.minimum(np.searchsorted(place, wanted), len(place) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.abs(place[before] - wanted) < np.abs(place[after] - wanted)
    return order[np.where(nearer, before, after)]
