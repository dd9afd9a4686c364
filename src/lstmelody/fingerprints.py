"""Tells which songs are the same music: a mark for each, and an index that finds the nearest.

A mark is a MinHash of the phrases of each role's top line, as steps within the octave: it is free
of key, tempo, grid, meter, drums and loudness, and of which role is called what. It knows versions
that were edited from one transcription; two people's transcriptions of one song share too few
phrases (docs/log.md). Does not know files, splits or what is done with what it finds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from lstmelody.music import Role, Song

Mark = NDArray[np.uint32]

PERMUTATIONS = 128
"""Numbers in a mark: a similarity is told to within 0.04."""
SAME = 0.5
"""From this similarity on, two songs are one but for edits: each has two thirds of the
other's phrases."""
RELATED = 0.15
"""From this similarity on, two songs are versions of one work, or quote it at length."""

STEPS = 6
"""Steps in a phrase; with 5, nearly twice as many pairs of unrelated songs are related."""
KINDS = 3
"""Different steps a phrase must have: trills, scales and repeated chords are everyone's."""
FEWEST = 24
"""Phrases a song must have to be told from others at all: 98.7 % of songs have them."""
BAND = 2
"""Numbers in a row that two marks must share to be compared: so are 77 % of songs 0.15 alike,
93 % at 0.2, 99.8 % at 0.3, and two songs that have nothing in common hardly ever."""
BANDS = PERMUTATIONS // BAND
SLOTS = 1 << 18
"""Places a band has for its values; more songs than places only make it slower."""
DEEPEST = 64
"""Songs looked at for one band at most, the latest first: a phrase all share says nothing."""

_NOTHING = np.uint32(0xFFFFFFFF)
_PERMUTED = MinHash(PERMUTATIONS).permutations


def mark_of(song: Song) -> Mark:
    """The mark of a song; in another key it is the same, on another grid nearly so."""
    sketch = MinHash(PERMUTATIONS, hashfunc=_itself, permutations=_PERMUTED, scheme="affine32")
    phrases = _phrases(song)
    if len(phrases) >= FEWEST:
        sketch.update_batch(phrases.tolist())
    mark: Mark = sketch.hashvalues
    return mark


class Index:
    """Finds, among the songs added so far, the one whose mark is most like a given one.

    The bands of locality-sensitive hashing as chains in arrays. datasketch's MinHashLSH keeps a
    Python set for each band of each song: 3.6 GB for all of Lakh, against 0.24 GB here.
    """

    def __init__(self) -> None:
        self._count = 0
        self._marks: Mark = np.empty((1024, PERMUTATIONS), np.uint32)
        self._before = np.empty((1024, BANDS), np.int32)
        """For each song and band the song added before it whose band falls on the same slot."""
        self._last = np.full((BANDS, SLOTS), -1, np.int32)
        """For each band and slot the song added last."""

    def __len__(self) -> int:
        return self._count

    def nearest(self, mark: Mark) -> tuple[int, float] | None:
        """The number of the most similar song and its similarity, or None where none is related.

        Of songs as similar, the one added first.
        """
        if not _tells(mark) or not len(found := self._found(mark)):
            return None
        likeness = np.count_nonzero(self._marks[found] == mark, axis=1)
        most = int(likeness.max())
        if most < RELATED * PERMUTATIONS:
            return None
        return int(found[likeness == most].min()), most / PERMUTATIONS

    def add(self, mark: Mark) -> int:
        """Add a song, and say its number: how many were added before."""
        number = self._count
        if number == len(self._marks):
            self._marks = _doubled(self._marks)
            self._before = _doubled(self._before)
        self._marks[number] = mark
        if _tells(mark):
            slots = _slots(mark)
            self._before[number] = self._last[_EACH_BAND, slots]
            self._last[_EACH_BAND, slots] = number
        self._count += 1
        return number

    def _found(self, mark: Mark) -> NDArray[np.int32]:
        """The songs that share a band with a mark, and a few that share only its slot."""
        band, song = _EACH_BAND, self._last[_EACH_BAND, _slots(mark)]
        found = []
        for _ in range(DEEPEST):
            there = song >= 0
            band, song = band[there], song[there]
            if not len(song):
                break
            found.append(song)
            song = self._before[song, band]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int32)


_EACH_BAND = np.arange(BANDS)


def _phrases(song: Song) -> NDArray[np.uint32]:
    """All phrases of a song's lines, each once and as a number: its steps within the octave."""
    role, pitch = _lines(song)
    count = max(0, len(pitch) - STEPS)
    step = (np.diff(pitch) % 12).astype(np.uint32)
    bit = np.uint32(1) << step
    phrase, kinds = np.zeros((2, count), np.uint32)
    for at in range(STEPS if count else 0):
        phrase = phrase * np.uint32(12) + step[at : at + count]
        kinds |= bit[at : at + count]
    in_one_line = role[:count] == role[STEPS:]
    found: NDArray[np.uint32] = np.unique(phrase[in_one_line & (np.bitwise_count(kinds) >= KINDS)])
    return found


def _lines(song: Song) -> tuple[NDArray[Any], NDArray[Any]]:
    """Role and pitch of each role's top notes, role after role; what is struck again counts once.

    A note that begins a grid step after one that sounds on is of the same, rolled chord: without
    this, every tenth note a step off its place left 0.4 of a song's likeness to itself, not 0.9.
    """
    role = song.notes[:, 1].astype(np.uint8)
    by_role = np.argsort(role, kind="stable")[np.count_nonzero(role == Role.DRUMS) :]
    if not len(by_role):
        return role[:0], role[:0]
    onset, _, pitch, duration, _ = song.notes.take(by_role, axis=0).T
    role = role[by_role]
    gap = np.diff(onset)
    alone = _changes(role)
    alone[1:] |= (gap != 0) & ((gap != 1) | (duration[:-1] <= 2))
    start = np.flatnonzero(alone)
    role, pitch = role[start], np.maximum.reduceat(pitch, start)
    moved = _changes(role) | _changes(pitch)
    return role[moved], pitch[moved]


def _changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether each value differs from the one before; the first does."""
    new = np.ones(len(values), bool)
    new[1:] = values[1:] != values[:-1]
    return new


def _itself(phrase: int) -> int:
    return phrase


def _tells(mark: Mark) -> bool:
    """Whether a song had phrases enough for its mark to say anything."""
    return bool((mark != _NOTHING).any())


def _slots(mark: Mark) -> NDArray[np.intp]:
    """For each band the slot its values fall on."""
    first, second = mark.reshape(BANDS, BAND).astype(np.uint64).T
    mixed = (first * np.uint64(0x9E3779B97F4A7C15)) ^ (second * np.uint64(0xC2B2AE3D27D4EB4F))
    return ((mixed >> np.uint64(32)) % np.uint64(SLOTS)).astype(np.intp)


def _doubled(array: NDArray[Any]) -> NDArray[Any]:
    larger = np.empty((2 * len(array), *array.shape[1:]), array.dtype)  # takes memory as it fills
    larger[: len(array)] = array
    return larger
