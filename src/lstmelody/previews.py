"""A song as a picture the size of a thumb: 96 columns over its length, 64 rows of bits.

The picture is 768 bytes, written in base64 (1,024 letters):

* Rows come one after another, 12 bytes each. Column 0 is the highest bit of a row's first byte:
  the bit of row r and column c is `bytes[r * 12 + (c >> 3)] >> (7 - (c & 7)) & 1`.
* Rows 0-19 are the bass, 20-39 the chords, 40-59 the lead: three pictures of the same 20 heights,
  to be laid one upon another, the highest pitch first. The heights share out what is between the
  song's lowest and highest pitch, and at least two octaves.
* Rows 60-63 are the drums, to be drawn below: cymbals, toms and percussion, then hats, snares and
  claps, and kicks.

A bit is 1 where a note sounds, or a drum is struck, within a column's share of the song, which is
one of its seconds: where tempos change, bars are not all as wide.

Knows notes and roles. Does not know colours or sizes on a screen.
"""

from __future__ import annotations

from base64 import b64encode

import numpy as np
from numpy.typing import NDArray

from lstmelody.music import Ints, Role, Song, seconds_at

COLUMNS, HEIGHTS = 96, 20
PITCHED = (Role.BASS, Role.CHORDS, Role.LEAD)
DRUM_ROWS = ((), (42, 44, 46), (37, 38, 39, 40), (35, 36))
"""The drums of each row by their key in the General MIDI drum map; the first has all others."""
FEWEST_SEMITONES = 24
"""What a song spans at least, so that three notes don't look like mountains."""
_ROUNDING = 1e-6
"""Columns: less than any two steps lie apart."""
ROWS = len(PITCHED) * HEIGHTS + len(DRUM_ROWS)

_ROW_OF_DRUM = np.zeros(128, np.int64)
for _row, _keys in enumerate(DRUM_ROWS):
    _ROW_OF_DRUM[list(_keys)] = _row


def preview(song: Song) -> str:
    """The picture of a song, as this module's first lines describe it."""
    begun = np.zeros((ROWS, COLUMNS + 1), np.int64)
    notes = song.notes
    row, ends = _rows(notes), notes[:, 0] + np.where(notes[:, 1] == Role.DRUMS, 1, notes[:, 3])
    first = np.floor(_columns(song, notes[:, 0]) + _ROUNDING).astype(np.int64)
    first = np.minimum(first, COLUMNS - 1)
    last = np.ceil(_columns(song, ends) - _ROUNDING).astype(np.int64)
    last = np.clip(last, first + 1, COLUMNS)
    np.add.at(begun, (row, first), 1)
    np.add.at(begun, (row, last), -1)
    sounding = begun.cumsum(axis=1)[:, :COLUMNS] > 0
    return b64encode(np.packbits(sounding, axis=1).tobytes()).decode()


def _columns(song: Song, steps: Ints) -> NDArray[np.float64]:
    """Where on the picture grid steps lie, in columns."""
    known = [0, *(step for step, _ in song.tempos), max(song.steps, 1)]
    at = np.interp(steps, known, [seconds_at(song, step) for step in known])
    return np.asarray(at * (COLUMNS / seconds_at(song, known[-1])))


def _rows(notes: Ints) -> NDArray[np.int64]:
    """The row of each note."""
    role, pitch = notes[:, 1].astype(np.int64), notes[:, 2].astype(np.int64)
    pitched = pitch[role != Role.DRUMS]
    lowest, highest = (int(pitched.min()), int(pitched.max())) if len(pitched) else (60, 60)
    span = max(highest - lowest + 1, FEWEST_SEMITONES)
    top = highest + (span - (highest - lowest + 1)) // 2
    height = np.clip((top - pitch) * HEIGHTS // span, 0, HEIGHTS - 1)
    drums = len(PITCHED) * HEIGHTS + _ROW_OF_DRUM[pitch]
    rows: NDArray[np.int64] = np.where(role == Role.DRUMS, drums, (role - 1) * HEIGHTS + height)
    return rows
