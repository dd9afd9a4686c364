"""Which beat of four is the first of the bar, where the music says it louder than the file.

Many files call their first tick a downbeat and begin the music beside it, or leave a bar of two
beats unwritten. Knows onsets on the grid, pitches and drum keys. Does not know ticks or files.
The weights were learned from songs by scripts/learn_downbeats.py.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import STEPS_PER_BEAT

Floats = NDArray[np.float64]
Long = NDArray[np.int64]

BEATS = 4
LONG, LOW = 33, 48
"""A note so many steps long is held for most of a bar; pitches below C3 are bass."""
KINDS = 7
"""Of evidence: kick, snare, crash, long notes, bass, entrances, new pitches."""
PAUSE = 40
"""A track that begins no note for so many steps enters with the next."""
DRUMS = np.full(128, 3)
DRUMS[[35, 36]] = 0
DRUMS[[37, 38, 39, 40]] = 1
DRUMS[[49, 52, 55, 57]] = 2
WEIGHTS = np.array(
    [
        [2.0, -3.5, 2.9, 2.8, 0.5, 2.6, 3.4],
        [-1.3, 0.8, -0.7, -0.3, -1.2, -0.8, -1.7],
        [0.0, 1.2, -2.0, -1.2, 0.3, -0.6, -1.1],
        [-0.7, 1.4, -0.1, -1.3, 0.4, -1.2, -0.5],
    ]
)
"""What the kinds of evidence say on each beat of a bar."""
BY_FIRST = np.stack([np.roll(WEIGHTS, first, axis=0).ravel() for first in range(BEATS)], axis=1)
PITCH_CLASS, TWELVE = np.arange(128) % 12, np.ones(12)
SCARCE = 2.0
"""So many notes are added to each kind: a single crash says little."""
WINDOW = 8
"""Bars; two of them side by side are listened to at once, as the weights were learned."""
DOUBT = 5.0
"""Log odds by which some window must speak against the file for us to listen on."""
SURE, LIKELY = 5.5, 3.0
"""Log odds over any other that the first beat of a stretch must have where it is not the file's,
and where it is: see docs/log.md."""
LATE, ODD_BAR = 5.0, 7.0
"""What it costs in log odds to begin on another beat than told, and to change it within a song."""
LEAST_BARS = 4


class Stretch(NamedTuple):
    """Bars that begin on the same beat."""

    first_bar: int
    """As the file counts bars."""
    beat: int
    """0 to 3: by how many beats they begin later than the file's."""


AS_TOLD = [Stretch(0, 0)]
"""Bars as the file has them."""


class Struck(NamedTuple):
    """The notes of a song by track, then onset; onsets and lengths in steps."""

    onset: Long
    track: Long
    pitch: Long
    length: Floats
    drums: NDArray[np.bool_]


def evidence(notes: Struck) -> Floats:
    """How much of each kind of evidence there is on each beat of each bar: (bars, 4, kinds)."""
    beat = (notes.onset + 1) // STEPS_PER_BEAT
    on_beat = np.flatnonzero(notes.onset - beat * STEPS_PER_BEAT <= 1)
    at, pitch, length = beat[on_beat], notes.pitch[on_beat], notes.length[on_beat]
    drums = notes.drums[on_beat]
    beats = (int(beat.max()) // BEATS + 1) * BEATS
    kind = np.where(drums, DRUMS[pitch], 4 + 2 * (pitch >= LOW) + (length >= LONG))
    heard = np.bincount(at * 8 + kind, minlength=beats * 8).reshape(-1, 8) > 0
    found = np.empty((beats, KINDS))
    found[:, :3] = heard[:, :3]
    found[:, 3] = heard[:, 5] | heard[:, 7]
    found[:, 4] = heard[:, 4] | heard[:, 5]
    found[:, 5] = np.bincount(at[_entering(notes)[on_beat]], minlength=beats)
    weight = np.where(drums, 0.0, np.minimum(length, STEPS_PER_BEAT))
    played = np.bincount(at * 12 + PITCH_CLASS[pitch], weight, beats * 12).reshape(-1, 12)
    found[:, 6] = _new_pitches(played)
    return found.reshape(-1, BEATS, KINDS)


def _entering(notes: Struck) -> NDArray[np.bool_]:
    """Notes that begin after their track began none for some time."""
    start = (notes.track << 32) + notes.onset
    entering = np.ones(len(start), dtype=bool)
    np.greater_equal(start[1:] - start[:-1], PAUSE, out=entering[1:])
    return entering


def _new_pitches(played: NDArray[Any]) -> Floats:
    """The share of what each beat plays that the beat before did not: 1 where the chord changes."""
    new = np.zeros(len(played))
    risen = np.maximum(played[1:] - played[:-1], 0)
    new[1:] = (risen @ TWELVE) / (played[1:] @ TWELVE + 1e-9)
    return new


def stretches(found: Floats) -> list[Stretch]:
    """Where bars begin, by the evidence; all as the file has them unless it is clear."""
    groups = np.add.reduceat(found, np.arange(0, len(found), WINDOW))
    odds = _odds(groups[:-1] + groups[1:] if len(groups) > 1 else groups)
    if (odds[:, 1:].max(axis=1) - odds[:, 0]).max() < DOUBT:
        return AS_TOLD
    path = _likeliest(_odds(found, found.sum(axis=(0, 1)) * (2 * WINDOW / len(found))))
    starts = [0, *(bar for bar in range(1, len(path)) if path[bar] != path[bar - 1])]
    for start, stop in zip(starts, [*starts[1:], len(path)], strict=True):
        odds = _odds(found[start:stop].sum(axis=0))
        margin = odds[path[start]] - np.delete(odds, path[start]).max()
        if stop - start < LEAST_BARS or margin < (SURE if path[start] else LIKELY):
            return AS_TOLD
    return [Stretch(start, path[start]) for start in starts]


def _odds(found: Floats, total: Floats | None = None) -> Floats:
    """The log odds of each of four beats to be the first; `total` where not all is in `found`."""
    own = found.sum(axis=-2, keepdims=True)
    share = (found - own / BEATS) / ((own if total is None else total) + SCARCE)
    odds: Floats = share.reshape(*found.shape[:-2], -1) @ BY_FIRST
    return odds.round(9)  # the last digits differ from one processor to another


def _likeliest(odds: Floats) -> list[int]:
    """The first beat of every bar where few of them change it: Viterbi's way."""
    score, came = [0.0, -LATE, -LATE, -LATE], []
    for bar in odds.tolist():
        best = max(score)
        start = score.index(best)
        came.append([beat if score[beat] >= best - ODD_BAR else start for beat in range(BEATS)])
        score = [max(old, best - ODD_BAR) + more for old, more in zip(score, bar, strict=True)]
    path = [score.index(max(score))]
    for before in reversed(came[1:]):
        path.append(before[path[-1]])
    return path[::-1]
